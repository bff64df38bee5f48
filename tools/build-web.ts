/**
 * Builds the browser applications into dist/web, with compressed twins beside each asset. `--if-changed` does nothing when the sources and
 * the lock file are those of the last build. Fails when a chunk reaches for the database or for Node, or when the portal carries the
 * workbench's component library.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { readingStyle } from '../src/web/public/style.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUT = path.join(ROOT, 'dist/web');
const STAMP = path.join(OUT, '.sources');
const SHELLS = ['portal.html', 'workbench.html'] as const;
/** Whatever a bundle may be made from. */
const SOURCES = ['src/web', 'src/kernel', 'src/domains', 'package-lock.json', 'tools/build-web.ts'];

function filesUnder(at: string): string[] {
  if (!fs.existsSync(at)) return [];
  if (fs.statSync(at).isFile()) return [at];
  return fs
    .readdirSync(at, { withFileTypes: true })
    .flatMap((entry) => filesUnder(path.join(at, entry.name)))
    .sort();
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesUnder(path.join(ROOT, source)))
      if (/\.(tsx?|css|html|json)$/.test(file) && !file.includes('.test.'))
        hash.update(path.relative(ROOT, file)).update('\0').update(fs.readFileSync(file));
  return hash.digest('hex');
}

interface Chunk {
  file: string;
  imports: readonly string[];
  dynamicImports: readonly string[];
  modules: readonly string[];
}

/** What may not be in a browser at all, and what may not be in the portal. */
function problemsOf(chunks: readonly Chunk[], shells: Readonly<Record<string, string>>): string[] {
  const problems: string[] = [];
  for (const chunk of chunks)
    for (const module of chunk.modules)
      if (/node_modules\/pg\/|^node:|__vite-browser-external|\/server\.ts$/.test(module))
        problems.push(`${chunk.file} contains ${module}`);
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  const reach = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const next of [...(byFile.get(file)?.imports ?? []), ...(byFile.get(file)?.dynamicImports ?? [])]) reach(next, seen);
    return seen;
  };
  const entry = /src="\/(assets\/[^"]+\.js)"/.exec(shells['portal.html'] ?? '')?.[1];
  if (!entry) return [...problems, 'portal.html loads no script'];
  for (const file of reach(entry))
    for (const module of byFile.get(file)?.modules ?? [])
      if (/node_modules\/(antd|@ant-design|@tanstack|rc-|@rc-component)/.test(module))
        problems.push(`the portal loads ${file} with ${module}`);
  return problems;
}

function compress(): void {
  for (const file of filesUnder(path.join(OUT, 'assets'))) {
    if (!/\.(js|css|svg|json)$/.test(file)) continue;
    const content = fs.readFileSync(file);
    fs.writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    fs.writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
}

async function main(): Promise<void> {
  const hash = sourceHash();
  if (process.argv.includes('--if-changed') && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === hash) return;
  const { build } = await import('vite');
  fs.rmSync(OUT, { recursive: true, force: true });
  const chunks: Chunk[] = [];
  for (const shell of SHELLS) {
    const input = path.join(ROOT, 'src/web', shell);
    const result = await build({ configFile: path.join(ROOT, 'src/web/vite.config.ts'), build: { rolldownOptions: { input } } });
    for (const built of Array.isArray(result) ? result : [result])
      for (const o of 'output' in built ? built.output : [])
        if (o.type === 'chunk')
          chunks.push({ file: o.fileName, imports: o.imports, dynamicImports: o.dynamicImports, modules: o.moduleIds });
  }
  // One script of the reading pages is made from the source of the kernel: the reader computes a draw by what drew it.
  await build({
    configFile: path.join(ROOT, 'src/web/vite.config.ts'),
    build: {
      rolldownOptions: { input: path.join(ROOT, 'src/web/public/replay.ts'), output: { entryFileNames: 'draw-replay.js' } },
    },
  });
  // The portal wears the style of the reading pages: in its shell, so that nothing is ever drawn without it.
  const portal = path.join(OUT, 'portal.html');
  fs.writeFileSync(
    portal,
    fs.readFileSync(portal, 'utf8').replace('</title>', () => `</title>\n    <style>${readingStyle}</style>`),
  );
  const shells = Object.fromEntries(SHELLS.map((name) => [name, fs.readFileSync(path.join(OUT, name), 'utf8')]));
  const problems = problemsOf(chunks, shells);
  if (chunks.length === 0 || problems.length > 0) {
    fs.rmSync(OUT, { recursive: true, force: true });
    process.stderr.write(`网页构建不合规：\n${[...new Set(problems)].slice(0, 20).join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  compress();
  fs.writeFileSync(STAMP, hash);
}

await main();
