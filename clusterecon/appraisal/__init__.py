"""Capital, what each view receives and pays, present values and the measures read from them."""
