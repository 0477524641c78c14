# Vami beside a PostgreSQL of yours (DATABASE_URL), or `bridge` and `mcp calcom|outlook`, which need none:
#   docker build -t vami .
#   docker run -p 127.0.0.1:8000:8000 -e DATABASE_URL=… -e VAMI_SECRET=… vami
#   docker run -p 127.0.0.1:8000:8000 -e BRIDGE_API_KEY=… -e CALCOM_API_KEY=… vami bridge
ARG NODE_IMAGE=node:26-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The optional packages are Node, which the image has, and the private PostgreSQL, whose data would go with the container.
# Nothing is built from them here, so no scripts.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS screen
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
# with the optional packages, among which are Vite's parts for this platform
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY tools/build-screen.mjs tools/
COPY web web
# the rules of the calendar, which the screen shares with the server
COPY src/calendar src/calendar
RUN npm run build

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE ./
COPY locales locales
COPY migrations migrations
COPY src src
COPY --from=screen /app/web/dist web/dist
# the calls that `vami call --all` plays
COPY test/rehearsals test/rehearsals
# what comes with the image and owns nothing of the above
USER node
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Without a shell in between, so that SIGTERM reaches the server, which answers what is under way and ends.
ENTRYPOINT ["node", "/app/src/cli.ts"]
CMD ["serve"]
