/**
 * An expected refusal is a value: a code, a Chinese sentence with the values in it, and what to do next.
 * `throw` is for bugs and broken machines only.
 */
import { spoken } from '../words/index.ts';

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Params = Readonly<Record<string, string | number>>;
/** One wrong field of a form: its path (`members.0.idNumber`) and a sentence that says how to mend it. */
export type FieldProblem = { readonly path: string; readonly message: string };
export type Refusal<C extends string = string> = {
  readonly ok: false;
  readonly code: C;
  readonly params: Params;
  readonly fields?: readonly FieldProblem[];
};
export type Result<T, C extends string = string> = Ok<T> | Refusal<C>;

/** http: status code of the answer; zh: the sentence, with `{name}` placeholders; next: what the reader can do. */
export type ErrorDefinition = { readonly http: number; readonly zh: string; readonly next?: string };

const registry = new Map<string, ErrorDefinition>();

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export function fail<C extends string>(code: C, params: Params = {}, fields?: readonly FieldProblem[]): Refusal<C> {
  return fields ? { ok: false, code, params, fields } : { ok: false, code, params };
}

/** One field of a form is wrong. */
export const wrong = (path: string, message: string): Refusal<'INVALID_INPUT'> =>
  fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);

/** Registers the refusals of one capability or domain. A code defined twice is a bug and stops the program. */
export function defineErrors<const T extends Record<string, ErrorDefinition>>(definitions: T): T {
  for (const [code, definition] of Object.entries(definitions)) {
    const known = registry.get(code);
    if (known && known.zh !== definition.zh) throw new Error(`refusal ${code} is defined twice`);
    registry.set(code, definition);
  }
  return definitions;
}

export const knownRefusals = (): ReadonlyMap<string, ErrorDefinition> => registry;

const fill = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = params[key];
    if (value === undefined) throw new Error(`refusal text lacks {${key}}: ${text}`);
    return spoken(value);
  });

/** The sentence that a person reads. An unknown code is a bug. */
export function explain(refusal: Refusal): { http: number; message: string; next: string | null } {
  const definition = registry.get(refusal.code);
  if (!definition) throw new Error(`refusal ${refusal.code} has no sentence`);
  return {
    http: definition.http,
    message: fill(definition.zh, refusal.params),
    next: definition.next ? fill(definition.next, refusal.params) : null,
  };
}

defineErrors({
  INVALID_INPUT: { http: 422, zh: '有{count}处填写有误，请按提示修改。' },
  NOT_FOUND: { http: 404, zh: '没有找到，或者您无权查看。', next: '请核对编号；如有疑问请联系当地民政部门。' },
  NOT_PERMITTED: { http: 403, zh: '您没有该操作权限。', next: '如需办理，请联系本单位负责人调整岗位。' },
  SIGN_IN_REQUIRED: { http: 401, zh: '登录已过期，请重新登录（已为您保存草稿）。' },
  VERSION_CONFLICT: { http: 409, zh: '数据已被他人更新，请刷新后重试。' },
  REQUEST_REUSED: { http: 409, zh: '刚才送出的那一份已经收到，和现在填的不一样。', next: '请刷新页面看一看，还要改的再改。' },
  BODY_TOO_LARGE: { http: 413, zh: '提交的内容过大。', next: '请减少内容或压缩图片后再试。' },
  TOO_MANY_REQUESTS: { http: 429, zh: '操作太频繁，请稍候再试。' },
  SERVICE_BUSY: { http: 503, zh: '系统暂时繁忙，您的内容没有丢失，请稍后再试。' },
});
