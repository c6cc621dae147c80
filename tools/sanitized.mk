# For R_MAKEVARS_USER: the package with gcc's address and undefined-behaviour
# sanitizers, which the R that loads it must preload.
CFLAGS = -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all
LDFLAGS = -fsanitize=address,undefined
# Names and lines for what they report.
STRIP_STATIC_LIB = true
