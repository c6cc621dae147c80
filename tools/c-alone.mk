# For R_MAKEVARS_USER: a machine with a compiler of C, none of C++ or Fortran.
CXX = false
FC = false
