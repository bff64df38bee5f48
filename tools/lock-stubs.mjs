// tools/lock-stubs.mjs
import fs from 'node:fs';

const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')),
  P = lock.packages;
const OS = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'netbsd', 'openbsd', 'sunos', 'aix', 'openharmony'],
  CPU = ['arm64', 'x64', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el', 'wasm32', 'arm'];
for (const [at, p] of Object.entries(P))
  for (const [name, range] of Object.entries(p.optionalDependencies ?? {})) {
    const up = at.split('/node_modules/').map((_, i, a) => a.slice(0, a.length - i).join('/node_modules/')); // where node would look
    if ([...up, ''].some((d) => P[`${d ? `${d}/` : ''}node_modules/${name}`])) continue;
    const t = name.replace(/^@[^/]+\//, '').split(/[-/]/),
      os = OS.find((o) => t.includes(o)) ?? 'none',
      cpu = CPU.find((c) => t.includes(c)) ?? 'none';
    const libc = t.some((x) => x.startsWith('musl')) ? 'musl' : undefined;
    if (os === process.platform && cpu === process.arch && !libc)
      throw new Error(`${name} is for this very platform, yet missing`);
    P[`node_modules/${name}`] = {
      version: String(range).replace(/^\D*/, ''),
      cpu: [cpu],
      ...(p.dev && { dev: true }),
      ...(libc && { libc: [libc] }),
      optional: true,
      os: [os],
    };
  }
lock.packages = Object.fromEntries(Object.entries(P).sort(([a], [b]) => (a < b ? -1 : 1)));
fs.writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
