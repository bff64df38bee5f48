/** The oracle is worth something only while it is another way: it may not take over a rule, a parameter look-up or an age from the platform. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const HERE = import.meta.dirname;
const own = fs.readdirSync(HERE).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && f !== 'fixtures.ts');

const importsOf = (file: string): string[] =>
  [...fs.readFileSync(path.join(HERE, file), 'utf8').matchAll(/(import type|import|export)\s[^;]*?from '([^']+)'/g)]
    .filter(([, kind, from]) => !(kind === 'import type' && from === '../../kernel/schema/index.ts'))
    .map(([, , from]) => from!);

test('对照算法不借用平台的任何计算：只认得历史的形状', () => {
  expect(own.length).toBeGreaterThan(8);
  const foreign = [...own, '../oracle.ts'].flatMap((file) =>
    importsOf(file)
      .filter((from) => !/^\.\/[a-z]+\.ts$|^\.\/oracle\/[a-z]+\.ts$|^(\.\.|\.)\/world\.ts$/.test(from))
      .filter((from) => !(file === '../oracle.ts' && from === '../kernel/schema/index.ts'))
      .map((from) => `${file} → ${from}`),
  );
  expect(foreign).toEqual([]);
});
