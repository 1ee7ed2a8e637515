"""Teachers: where replies come from. The live engine has its place here too."""
