/** Every refusal is a sentence that a person can act on, and every `{…}` in it is filled where it is given. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { explain, knownRefusals } from '../src/kernel/result/index.ts';
import '../src/server/routes.ts';

const ROOT = path.resolve(import.meta.dirname, '../src');
const sources = fs
  .globSync('**/*.ts', { cwd: ROOT })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => fs.readFileSync(path.join(ROOT, file), 'utf8'));

const wanted = (code: string): Set<string> => {
  const { zh, next = '' } = knownRefusals().get(code)!;
  return new Set([...`${zh}${next}`.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!));
};

test('每一种拒绝都是一句完整的中文，状态码是4xx或503', () => {
  const refusals = [...knownRefusals()];
  expect(refusals.length).toBeGreaterThan(80);
  for (const [code, { http, zh, next }] of refusals) {
    expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
    expect((http >= 400 && http < 500) || http === 503, code).toBe(true);
    for (const sentence of next ? [zh, next] : [zh]) expect(sentence, code).toMatch(/^(.*[\u4e00-\u9fff].*|\{problem\})[。？]$/s);
  }
});

/** `fail('CODE', { a, b: 1 })` with its parameters written out; calls that pass an object by name cannot be read here. */
function givenAt(source: string): { code: string; keys: Set<string> | null }[] {
  return [...source.matchAll(/\bfail\(\s*'([A-Z0-9_]+)'\s*(?:,\s*\{([^{}]*)\}|(\)))?/g)].map((m) => ({
    code: m[1]!,
    keys: m[3]
      ? new Set<string>()
      : m[2] === undefined || m[2].includes('...')
        ? null
        : new Set([...m[2].matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,}]|$)/g)].map((k) => k[1]!)),
  }));
}

test('拒绝时给出的内容正好填满句子里的每一个空', () => {
  const calls = sources.flatMap(givenAt).filter((call) => call.keys !== null && knownRefusals().has(call.code));
  expect(calls.length).toBeGreaterThan(100);
  const lacking = calls.filter(({ code, keys }) => [...wanted(code)].some((key) => !keys!.has(key))).map(({ code }) => code);
  expect(lacking).toEqual([]);
});

test('代码里用到的拒绝都有句子', () => {
  const used = new Set(sources.flatMap(givenAt).map((call) => call.code));
  expect([...used].filter((code) => !knownRefusals().has(code))).toEqual([]);
});

test('没有登记的拒绝是程序错误，缺一个空也是', () => {
  expect(() => explain({ ok: false, code: 'NO_SUCH', params: {} })).toThrow('has no sentence');
  expect(() => explain({ ok: false, code: 'ITEM_NOT_ONLINE', params: {} })).toThrow('lacks {name}');
});
