#!/bin/sh
# Installs what a make target needs and this machine lacks, and nothing else:
#
#     tools/setup.sh GROUP...
#
# On Debian and its kin by apt, as root or with sudo. R packages that apt cannot
# bring (no apt, no root, an R that is not apt's own) come from CRAN into
# build/lib, the checkout's own library. Says what to do where neither helps.
set -eu
cd "$(dirname "$0")/.."
library=$PWD/build/lib

# The packages that a field of DESCRIPTION names, one a line.
described() {
    awk -v field="$1:" '/^[^ ]/ { name = $1 } name == field' DESCRIPTION |
        sed "s/^$1://; s/([^)]*)//g" | tr ', ' '\n\n' | sed '/^$/d'
}

# What is wanted: Debian's names of tools, R's names of R packages.
tools=
packages=
for group; do
    case $group in
    run) # to install the package
        tools="$tools r-base-core gcc libc6-dev make"
        packages="$packages $(described Imports)" ;;
    demo) # to write the report
        tools="$tools pandoc"
        packages="$packages ggplot2 knitr rmarkdown" ;;
    core) # to test the core, which needs no R
        tools="$tools gcc libc6-dev make libcmocka-dev r-mathlib" ;;
    test)
        packages="$packages lpSolve MASS survival testthat" ;;
    clang)
        tools="$tools clang libc6-dev libclang-rt-14-dev r-mathlib" ;;
    valgrind)
        tools="$tools valgrind libc6-dbg" ;;
    document)
        packages="$packages roxygen2" ;;
    check)
        tools="$tools pandoc qpdf tidy texlive-latex-base
               texlive-latex-recommended texlive-latex-extra
               texlive-fonts-recommended"
        packages="$packages $(described Suggests)" ;;
    peers) # what some tests compare with, where it is there, and what of
        # theirs apt has built
        packages="$packages hmm.discnp icenReg qif reda safetyData
                  coda foreach Rcpp RcppArmadillo RcppEigen" ;;
    bench)
        tools="$tools libfftw3-dev"
        packages="$packages cmprsk data.table dplyr exactci MASS
                  PoissonBinomial ratesci survival" ;;
    *)
        echo "$0: no group '$group'" >&2
        exit 2 ;;
    esac
done

has() { command -v "$1" > /dev/null; }

has_tool() {
    case $(dpkg-query -W -f='${db:Status-Status}' "$1" 2> /dev/null) in
    installed) return 0 ;;
    esac
    case $1 in
    r-base-core) has R ;;
    gcc) has cc || has gcc ;;
    make | pandoc | qpdf | tidy | clang | valgrind) has "$1" ;;
    *) ! has dpkg-query ;; # a library: the build says so if it is missing
    esac
}

# Of the R packages named, those that R does not find: all of them without R.
not_in_r() {
    if ! has R; then
        echo "$@"
    elif [ $# -gt 0 ]; then
        R_LIBS=$library${R_LIBS:+:$R_LIBS} Rscript -e '
            for (package in commandArgs(TRUE))
                if (!nzchar(system.file(package = package))) cat(package, "")
        ' "$@"
    fi
}

# Whether apt may be used, and $sudo to use it.
sudo=
may_apt() {
    has apt-get || return 1
    [ "$(id -u)" -ne 0 ] || return 0
    has sudo || return 1
    sudo=sudo
    [ -t 0 ] || sudo="sudo -n"
    $sudo true
}

# Debian's R looks where Debian's packages are; another beside it does not.
is_apts_r() {
    ! has R || [ "$(dpkg-query -S "$(command -v R)" 2> /dev/null |
        cut -d: -f1)" = r-base-core ]
}

apt() {
    $sudo env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=600 "$@" < /dev/null
}

missing_tools=
for tool in $(printf '%s\n' $tools | sort -u); do
    has_tool "$tool" || missing_tools="$missing_tools $tool"
done
missing_packages=$(not_in_r $packages)
[ -n "$missing_tools$missing_packages" ] || exit 0
echo "Missing here:$missing_tools $missing_packages"

if may_apt; then
    apt update || echo "$0: apt's lists are not all new" >&2
    from_apt=$missing_tools
    if is_apts_r; then
        for package in $missing_packages; do
            name=r-cran-$(echo "$package" | tr '[:upper:]' '[:lower:]')
            if apt-cache show "$name" > /dev/null 2>&1; then
                from_apt="$from_apt $name"
            fi
        done
    fi
    if [ -n "$from_apt" ]; then
        apt install --no-install-recommends $from_apt
    fi
elif [ -n "$missing_tools" ]; then
    cat >&2 << END
$0: this needs, by Debian's names,
   $missing_tools
and may not install them. Where there is apt:
    apt-get install$missing_tools
Elsewhere install what answers to them (r-base-core is R itself).
END
    exit 1
fi

missing_packages=$(not_in_r $missing_packages)
if [ -n "$missing_packages" ]; then
    echo "From CRAN into $library: $missing_packages"
    mkdir -p "$library"
    R_LIBS=$library${R_LIBS:+:$R_LIBS} Rscript -e '
        if ("@CRAN@" %in% getOption("repos"))
            chooseCRANmirror(graphics = FALSE, ind = 1, local.only = TRUE)
        install.packages(commandArgs(TRUE), lib = .libPaths()[1])
    ' $missing_packages < /dev/null
    missing_packages=$(not_in_r $missing_packages)
fi
if [ -n "$missing_packages" ]; then
    echo "$0: R packages not to be had: $missing_packages" >&2
    exit 1
fi
