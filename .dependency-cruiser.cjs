// Imports go down only: index -> handler -> agent, steps, tools -> runtime and ports -> pure -> schemas -> errors.
// Each rule has a planted breach in tests/architecture/import-rules.test.ts.
const PURE = '(semantic|planner|conversation|sql|calendar|statistics|answer|resilience|cache)';
const RUNTIME =
  '(handoff|agent|tool|http|messaging|state|secrets|warehouse|model|identity|registry|config|observability)';
/** An adapter is named vendor first; only index.ts files, the local cloud and tests pick one. */
const ADAPTER = '^shared/[^/]+/(google|pubsub|firestore|snowflake|gemini|secret-manager)-[^/]+[.]ts$';
const VENDOR = '(^|/)node_modules/(@google-cloud/(pubsub|firestore|secret-manager)|snowflake-sdk|@google/genai)/';

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'errors-import-nothing',
      comment: 'shared/errors is the ground floor.',
      severity: 'error',
      from: { path: '^shared/errors/' },
      to: { pathNot: '^shared/errors/' },
    },
    {
      name: 'schemas-import-errors-only',
      severity: 'error',
      from: { path: '^shared/schemas/' },
      to: { pathNot: ['^shared/(schemas|errors)/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'pure-imports-down',
      comment: 'Pure code knows no runtime, port or platform.',
      severity: 'error',
      from: { path: `^shared/${PURE}/` },
      to: { path: `^shared/${RUNTIME}/` },
    },
    {
      name: 'pure-does-no-io',
      severity: 'error',
      from: { path: `^shared/${PURE}/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|worker_threads|url|util)$' },
    },
    {
      name: 'shared-imports-no-function',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|infra|tests)/' },
    },
    {
      name: 'function-is-an-island',
      comment: 'Functions meet on Pub/Sub, never by import.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/$2/' },
    },
    {
      name: 'function-imports-no-infra',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(infra|tests)/' },
    },
    {
      name: 'nothing-imports-index',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^functions/[^/]+/[^/]+/index[.]ts$' },
    },
    {
      name: 'steps-import-no-handler',
      severity: 'error',
      from: { path: '^functions/[^/]+/[^/]+/(agent[.]ts|steps/|tools/|prompts/)' },
      to: { path: '^functions/[^/]+/[^/]+/handler[.]ts$' },
    },
    {
      name: 'only-index-picks-adapters',
      severity: 'error',
      from: { path: '^(functions|shared)/', pathNot: ['^functions/[^/]+/[^/]+/index[.]ts$', ADAPTER] },
      to: { path: ADAPTER },
    },
    {
      name: 'vendors-stay-in-adapters',
      severity: 'error',
      from: { path: '^(functions|shared)/', pathNot: ADAPTER },
      to: { path: VENDOR },
    },
    {
      name: 'snowflake-sdk-only-in-its-tools',
      comment: 'Importing the driver costs half a second and 60 MB.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '^functions/tools/snowflake-[^/]+/index[.]ts$' },
      to: { path: '^shared/warehouse/snowflake-[^/]+[.]ts$' },
    },
    {
      name: 'no-dev-dependency-in-production',
      severity: 'error',
      from: { path: '^(functions|shared)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]local)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
