"""The files of the register: read, checked and compared with the files before them."""
