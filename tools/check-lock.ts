/** The lock file names no registry and has an entry for every optional platform package, so that `npm ci` works anywhere. */
import fs from 'node:fs';

interface Entry {
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}
const packages = (JSON.parse(fs.readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> }).packages;
const problems: string[] = [];
for (const [at, entry] of Object.entries(packages)) {
  if (entry.resolved) problems.push(`${at}: names a registry (resolved)`);
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    const known = Object.keys(packages).some((path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`));
    if (!known) problems.push(`${at}: ${name} has no entry; run node tools/lock-stubs.mjs`);
  }
}
if (Object.keys(packages).length < 50) problems.push('package-lock.json lists hardly any package');
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
