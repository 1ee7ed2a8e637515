"""What `teacher.py` compares: the teacher engine, and clients that others build theirs on."""
