import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import type { FunctionFolder } from '#infra/local/manifests.ts';

export interface Bundle {
  readonly name: string;
  /** Folder that is uploaded. */
  readonly directory: string;
  readonly bytes: number;
  /** Our own files in it, relative to the root. */
  readonly inputs: readonly string[];
}

/** What the platform must install beside a bundle: the framework keeps its own registry, so it must not be bundled. */
interface Runtime {
  readonly framework: string;
  /** Packages with native or generated parts that can't be bundled, by version. */
  readonly external: Readonly<Record<string, string>>;
}

/** Bundles one function into `<out>/<name>/`: one file of code, a package.json of its own, and the semantic models. */
export async function bundleFunction(
  folder: FunctionFolder,
  root: string,
  out: string,
  runtime: Runtime,
): Promise<Bundle> {
  const directory = join(out, folder.name);
  await mkdir(directory, { recursive: true });
  const bundle = (entry: string, file: string) => bundleFile(entry, join(directory, file), root, runtime);
  const main = await bundle(join(folder.directory, 'index.ts'), 'index.mjs');
  // A thread is started from a file, which the bundle of the function cannot hold.
  const thread = main.metafile.inputs[GUARD] === undefined ? null : await bundle(GUARD_THREAD, 'guard-worker.mjs');
  const usesModels = folder.manifest.environment.includes('MODELS_DIRECTORY');
  if (usesModels) await cp(join(root, 'infra/models'), join(directory, 'models'), { recursive: true });
  await writeFile(
    join(directory, 'package.json'),
    `${JSON.stringify(packageOf(folder, runtime, { ...main.metafile.outputs, ...thread?.metafile.outputs }), null, 2)}\n`,
  );
  const [output] = Object.entries(main.metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  const inputs = Object.keys(main.metafile.inputs).map((path) => relative(root, join(root, path)));
  return {
    name: folder.name,
    directory,
    bytes: output?.[1].bytes ?? 0,
    inputs: inputs.filter((path) => !path.includes('node_modules')),
  };
}

const GUARD = 'shared/sql/guard/sql-guard.ts';
const GUARD_THREAD = 'shared/sql/guard/guard-worker.ts';

/** Bundles one file and all that it imports but what the platform installs. */
function bundleFile(entry: string, outfile: string, root: string, runtime: Runtime) {
  return build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    metafile: true,
    sourcemap: 'linked',
    legalComments: 'none',
    external: ['@google-cloud/functions-framework', ...Object.keys(runtime.external)],
    // Packages written for CommonJS ask for these.
    banner: {
      js: "import{createRequire as __r}from'node:module';import{fileURLToPath as __f}from'node:url';import{dirname as __d}from'node:path';const require=__r(import.meta.url),__filename=__f(import.meta.url),__dirname=__d(__filename);",
    },
    logLevel: 'error',
    absWorkingDir: root,
  });
}

/** A package.json with nothing to build and only what the bundle really imports from outside. */
function packageOf(
  folder: FunctionFolder,
  runtime: Runtime,
  outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>,
) {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const used = Object.entries(runtime.external).filter(([name]) => imported.includes(name));
  return {
    name: folder.name,
    private: true,
    type: 'module',
    main: 'index.mjs',
    scripts: { 'gcp-build': '' },
    engines: { node: '24' },
    dependencies: { '@google-cloud/functions-framework': runtime.framework, ...Object.fromEntries(used) },
  };
}
