/** 谁看过我的资料: whatever is put into the audit log has its plain words, declared where it is done. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type AuditEntry, auditedNames, nameAudited } from '../src/kernel/audit/index.ts';
import '../src/server/routes.ts';

const ROOT = path.resolve(import.meta.dirname, '../src');
const sources = new Map(
  fs
    .globSync('**/*.ts', { cwd: ROOT })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => [file, fs.readFileSync(path.join(ROOT, file), 'utf8')]),
);
const named = [...auditedNames().keys()];

/** The text of every call of `recordAudit(…)`. */
function callsIn(source: string): string[] {
  return [...source.matchAll(/\brecordAudit\(/g)].map(({ index }) => {
    let depth = 0;
    let end = index + 'recordAudit'.length;
    do {
      if (source[end] === '(') depth++;
      if (source[end] === ')') depth--;
      end++;
    } while (depth > 0);
    return source.slice(index, end);
  });
}

/** Actions written out in a call that no name is known for; of `household.member.${change}` whatever may stand in its place. */
function nameless(call: string): string[] {
  const written = /\baction:\s*([\s\S]*?)(?:,\s*\n|,\s+[a-zA-Z.]+|\s*\}\s*\)$)/.exec(call)?.[1] ?? '';
  return [...written.matchAll(/'([a-z][\w.-]*)'|`([^`]*)`/g)].flatMap(([text, literal, template]) => {
    if (literal) return written.includes('`') || named.includes(literal) ? [] : [text];
    const shape = new RegExp(`^${template!.replace(/[.]/g, '\\.').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`);
    return named.some((action) => shape.test(action)) ? [] : [text];
  });
}

test('代码里记录的每一个动作都有中文名称', () => {
  const calls = [...sources].flatMap(([file, source]) => callsIn(source).map((call) => ({ file, call })));
  expect(calls.length).toBeGreaterThan(180);
  expect(calls.flatMap(({ file, call }) => nameless(call).map((action) => `${file}: ${action}`))).toEqual([]);
  const planted = (action: string) => nameless(`recordAudit(tx, { action: ${action}, personId })`);
  expect(planted("'person.eaten'")).toEqual(["'person.eaten'"]);
  expect(planted('`dinner.\u0024{course}`')).toEqual(['`dinner.\u0024{course}`']);
  expect(planted('`household.member.\u0024{change}`')).toEqual([]);
});

test('编译器也不放过：没有名称的动作写不进审计', () => {
  // @ts-expect-error an action without words, which `npm run typecheck` refuses
  const entry: AuditEntry = { action: 'person.eaten' };
  expect(entry.action).toBe('person.eaten');
  const forced = [...sources].filter(([, source]) => /\bas (unknown as )?AuditAction\b/.test(source)).map(([file]) => file);
  expect(forced).toEqual([]);
});

test('每个模块声明的名称都登记在册，是中文，不同名', () => {
  const catalogues = [...sources].filter(([file]) => path.basename(file) === 'audited.ts');
  expect(catalogues.length).toBeGreaterThan(15);
  for (const [file, source] of catalogues)
    for (const [, action] of source.matchAll(/^ {2}'([a-z][\w.-]*)':/gm)) expect(named, file).toContain(action);
  const names = [...auditedNames()].filter(([action]) => !action.startsWith('case.')).map(([, zh]) => zh); // flows name theirs
  for (const name of names) expect(name).toMatch(/^[\u4e00-\u9fff：、“”，（）]+$/u);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('同一个动作叫两个名称是程序错误', () => {
  expect(() => nameAudited({ 'person.opened': '打开档案' })).toThrow('has two names');
});
