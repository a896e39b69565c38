# Two images: `cburst` (sidecar, adapter and tools) and `inspircd` (Debian's, without changes).
#
#   docker build --target cburst -t cburst:0.1.0 .
#   docker build --target inspircd -t cburst-inspircd:0.1.0 .
#
# Needs BuildKit, the default since Docker 23. Behind a proxy that signs TLS with a certificate authority of its own add
# `--secret id=ca,src=/etc/ssl/certs/ca-certificates.crt`: it is used while npm downloads and stays out of the image.

FROM debian:bookworm-slim AS build
# Debian's npm is only there to install the packages; one of them is the Node that builds and runs the program.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
# Of all install scripts only the one that fetches Node is needed.
RUN --mount=type=secret,id=ca \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi \
 && npm ci --ignore-scripts --no-audit --no-fund \
 && npm rebuild node
COPY tsconfig.json ./
COPY proto proto
COPY src src
RUN npm run build \
 && cp node_modules/node/bin/node /usr/local/bin/node \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM debian:bookworm-slim AS inspircd
RUN apt-get update \
 && apt-get install -y --no-install-recommends inspircd \
 && rm -rf /var/lib/apt/lists/*
# Debian's user for ircds, uid 39. Its files are the configuration in /etc/inspircd and nothing else.
USER irc
EXPOSE 6667
ENTRYPOINT ["/usr/sbin/inspircd", "--nofork", "--config"]
CMD ["/etc/inspircd/inspircd.conf"]

FROM debian:bookworm-slim AS cburst
# Not `irc`: Debian has a user and a group of that name. Whoever is in the group may use the sockets in /run/cburst: the
# sidecar makes them, the adapter (another uid of the same group) and `cburst status` use them.
RUN groupadd --gid 10001 cburst \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/cburst --shell /usr/sbin/nologin cburst \
 && useradd --uid 10002 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin cburst-adapter \
 && install -d -o 10001 -g 10001 -m 0750 /run/cburst \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/cburst
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/proto /app/proto
COPY --from=build /app/dist /app/dist
RUN ln -s /app/dist/main.js /usr/local/bin/cburst
ENV NODE_ENV=production CBURST_CONFIG=/etc/cburst/sidecar.toml
USER 10001:10001
VOLUME ["/run/cburst", "/var/lib/cburst"]
EXPOSE 7100
ENTRYPOINT ["/usr/local/bin/cburst"]
CMD ["sidecar"]
