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
  const result = await build({
    entryPoints: [join(folder.directory, 'index.ts')],
    outfile: join(directory, 'index.mjs'),
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
  const usesModels = folder.manifest.environment.includes('MODELS_DIRECTORY');
  if (usesModels) await cp(join(root, 'infra/models'), join(directory, 'models'), { recursive: true });
  await writeFile(
    join(directory, 'package.json'),
    `${JSON.stringify(packageOf(folder, runtime, result.metafile), null, 2)}\n`,
  );
  const [output] = Object.entries(result.metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  const inputs = Object.keys(result.metafile.inputs).map((path) => relative(root, join(root, path)));
  return {
    name: folder.name,
    directory,
    bytes: output?.[1].bytes ?? 0,
    inputs: inputs.filter((path) => !path.includes('node_modules')),
  };
}

/** A package.json with nothing to build and only what the bundle really imports from outside. */
function packageOf(
  folder: FunctionFolder,
  runtime: Runtime,
  metafile: { readonly outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>> },
) {
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
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
