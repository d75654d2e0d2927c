# The image of a release: the program and its licenses, nothing else. goreleaser lays
# the programs of all platforms beside this file, each in the folder of its platform.
FROM scratch
ARG TARGETPLATFORM
COPY LICENSE bin/release/THIRD-PARTY-LICENSES /licenses/
COPY $TARGETPLATFORM/kam-ls /usr/bin/kam-ls
# Nobody in particular. Who lets it write ('check --fix') runs it as the owner of the
# files.
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/kam-ls"]
