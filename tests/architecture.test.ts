/** Dependencies point one way (design §3): web → domains → kernel → database, through faces only. Every import is resolved. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const SRC = path.join(ROOT, 'src');

const isCode = (file: string): boolean => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
const isTest = (file: string): boolean => /\.test\.tsx?$|\/fixtures\.tsx?$/.test(file);

function codeUnder(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(isCode)
    .map((f) => path.relative(ROOT, path.join(dir, f)));
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

interface Import {
  readonly from: string;
  /** Relative to the root for our own files, else the package. */
  readonly to: string;
}

function importsOf(file: string, text: string): Import[] {
  return [...withoutComments(text).matchAll(IMPORT)].map((m) => {
    const target = (m[1] ?? m[2])!;
    const own = target.startsWith('.') || target.startsWith('/src/');
    return {
      from: file,
      to: own
        ? path.relative(ROOT, target.startsWith('/') ? path.join(ROOT, target) : path.resolve(ROOT, path.dirname(file), target))
        : target,
    };
  });
}

type Layer = 'database' | 'kernel' | 'domain' | 'domain-web' | 'web' | 'public-pages' | 'server' | 'simulate';

function layerOf(file: string): Layer | null {
  const [, top, second, third] = file.split('/');
  if (top === 'domains') return third === 'web' ? 'domain-web' : 'domain';
  if (top === 'web') return second === 'public' ? 'public-pages' : 'web';
  return top === 'database' || top === 'kernel' || top === 'server' || top === 'simulate' ? top : null;
}

/** What each layer may import beside itself. */
const directions: Record<Layer, readonly Layer[]> = {
  database: [],
  kernel: ['database'],
  domain: ['kernel', 'database'],
  simulate: ['kernel', 'database'],
  'public-pages': ['kernel'],
  'domain-web': ['kernel', 'domain', 'web'],
  web: ['kernel', 'domain', 'domain-web'],
  server: ['database', 'kernel', 'domain', 'simulate', 'public-pages', 'web'],
};

const capabilityOf = (file: string): string => file.split('/').slice(0, 3).join('/');
const domainOf = capabilityOf;
/** Kernel and database themselves, and the actors that a transaction of the database is opened for. */
const databaseMayKnow = new Set(['src/kernel/access/index.ts']);

/** The first broken rule of an import, in words; null when it is right. `exists` answers for our own files. */
function broken({ from, to }: Import, exists: (file: string) => boolean): string | null {
  if (!to.startsWith('src/')) {
    const pureFace = /^src\/kernel\/[^/]+\/index\.ts$/.test(from);
    const browser = layerOf(from) === 'web' || layerOf(from) === 'domain-web' || pureFace;
    const server = to.startsWith('node:') || ['pg', 'fastify', 'argon2', 'pdfkit'].includes(to) || to.startsWith('@fastify/');
    return browser && server && !from.endsWith('vite.config.ts') ? `${from} runs in a browser and imports ${to}` : null;
  }
  if (!exists(to)) return `${from} imports ${to}, which does not exist`;
  if (isTest(from)) return null;
  if (isTest(to)) return `${from} imports the test file ${to}`;
  const [a, b] = [layerOf(from), layerOf(to)];
  if (!a || !b) return `${from} → ${to}: a folder without a place in the design`;
  if (a !== b && !directions[a].includes(b) && !(a === 'database' && databaseMayKnow.has(to)))
    return `${from} → ${to}: ${a} must not know ${b}`;
  if (b === 'kernel' && !(a === 'kernel' && capabilityOf(from) === capabilityOf(to))) {
    const name = to.split('/').slice(3).join('/');
    const browser = a === 'web' || a === 'domain-web' || a === 'public-pages';
    const faces = browser
      ? ['index.ts']
      : a === 'server'
        ? ['index.ts', 'server.ts', 'routes.ts', 'domain.ts']
        : a === 'domain'
          ? ['index.ts', 'server.ts', 'domain.ts']
          : ['index.ts', 'server.ts'];
    if (!faces.includes(name)) return `${from} → ${to}: past the face of ${capabilityOf(to)}`;
  }
  const bothDomain = (a === 'domain' || a === 'domain-web') && (b === 'domain' || b === 'domain-web');
  if (bothDomain && domainOf(from) !== domainOf(to)) return `${from} → ${to}: domains never import each other`;
  return null;
}

const files = codeUnder(SRC);
const sources = new Map(files.map((file) => [file, fs.readFileSync(path.join(ROOT, file), 'utf8')]));
const imports = files.flatMap((file) => importsOf(file, sources.get(file)!));
const exists = (file: string): boolean => fs.existsSync(path.join(ROOT, file));

/** Our own files that a file brings along when it runs (types are gone by then). */
function reach(start: string): Map<string, string> {
  const via = new Map([[start, '']]);
  const queue = [start];
  for (let file = queue.pop(); file; file = queue.pop()) {
    const running = withoutComments(sources.get(file) ?? '').replace(
      /(^|\n)\s*(import|export)\s+type\s[^;]*?from\s*['"][^'"]+['"]/g,
      '$1',
    );
    for (const { to } of importsOf(file, running))
      if (!via.has(to)) {
        via.set(to, file);
        if (sources.has(to)) queue.push(to);
      }
  }
  return via;
}

describe('依赖方向', () => {
  test('每一个导入都指向允许的层，只经过门面', () => {
    expect(imports.map((i) => broken(i, exists)).filter(Boolean)).toEqual([]);
  });

  test('看到的文件一个也不少，导入也看得到', () => {
    const counted = Number(
      fs.readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((e) => e.isFile() && isCode(e.name)).length,
    );
    expect(files.length).toBe(counted);
    expect(files.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(files.length * 2);
    const silent = files.filter(
      (f) =>
        !isTest(f) && /\bimport\b[^\n]*\bfrom\b/.test(withoutComments(sources.get(f)!)) && !imports.some((i) => i.from === f),
    );
    expect(silent).toEqual([]);
  });

  test('栽下的违规都查得出来：这个检查会失败', () => {
    const planted: [string, string, RegExp][] = [
      [
        'src/kernel/payment/server.ts',
        "import { x } from '../../domains/social-assistance/domain.ts';",
        /kernel must not know domain/,
      ],
      ['src/database/sql.ts', "export * from '../kernel/service/server.ts';", /database must not know kernel/],
      ['src/domains/social-assistance/domain.ts', "import type { A } from '../../kernel/service/cases.ts';", /past the face/],
      [
        'src/domains/social-assistance/web/pages.ts',
        "const a = await import('../../../kernel/service/server.ts');",
        /past the face/,
      ],
      ['src/web/form/core.ts', "import fs from 'node:fs';", /runs in a browser/],
      ['src/kernel/payment/index.ts', "import pg from 'pg';", /runs in a browser/],
      ['src/domains/elderly-care/domain.ts', "import '../social-assistance/domain.ts';", /domains never import each other/],
      ['src/kernel/payment/server.ts', "import './nowhere.ts';", /does not exist/],
    ];
    for (const [file, text, expected] of planted) {
      const [found] = importsOf(file, text);
      expect(found, text).toBeDefined();
      expect(broken(found!, exists), text).toMatch(expected);
    }
    expect(
      broken(importsOf('src/kernel/payment/server.ts', "import { fail } from '../result/index.ts';")[0]!, exists),
    ).toBeNull();
  });

  test('网页带走的代码里没有服务端的东西', () => {
    const entries = files.filter(
      (f) => (layerOf(f) === 'web' || layerOf(f) === 'domain-web') && !isTest(f) && !f.endsWith('vite.config.ts'),
    );
    const faces = files.filter((f) => /^src\/kernel\/[^/]+\/index\.ts$/.test(f));
    const bad = [...entries, ...faces].flatMap((entry) =>
      [...reach(entry)]
        .filter(
          ([to]) =>
            to.startsWith('node:') || to === 'pg' || to === 'fastify' || /^src\/(kernel\/[^/]+\/server\.ts|database\/)/.test(to),
        )
        .map(([to, via]) => `${entry} brings ${to} (through ${via})`),
    );
    expect(bad).toEqual([]);
  });

  test('内核不认识任何业务域', () => {
    const names = /social-assistance|socialAssistance|\bdibao\b|低保/;
    const named = files
      // The one catalogue of events names what every domain tells the others.
      .filter((f) => layerOf(f) === 'kernel' && !isTest(f) && f !== 'src/kernel/event/catalogue.ts')
      .filter((f) => names.test(withoutComments(sources.get(f)!)));
    expect(named).toEqual([]);
  });
});
