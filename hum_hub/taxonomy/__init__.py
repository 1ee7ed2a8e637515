"""The tree of knowledge: fields, sub-fields, disciplines and skills in a file, and what people voted of them."""
