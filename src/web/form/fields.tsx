/**
 * The one renderer of the closed subset: walks the fields, asks the core what is shown and what is wrong, and leaves every look to a skin.
 * A skin is one input for each type, one frame around a field, one for a group, one for a list.
 */
import { type ComponentType, type ReactNode, useCallback, useMemo, useState } from 'react';
import type { FieldProblem } from '../../kernel/result/index.ts';
import type { FormField } from '../../kernel/schema/index.ts';
import {
  blankRow,
  type FormValues,
  isPlainList,
  isPromise,
  isShown,
  join,
  type PersonOption,
  personOptions,
  problems,
  valueAt,
  withoutMember,
  withoutRow,
  withRow,
  withValue,
} from './core.ts';
import type { FormServices } from './services.ts';

/** Kinds of input: the types, and the widgets that are drawn in their own way. */
type InputKind =
  | 'text'
  | 'textarea'
  | 'integer'
  | 'amount'
  | 'date'
  | 'month'
  | 'choice'
  | 'choices'
  | 'boolean'
  | 'promise'
  | 'file'
  | 'signature'
  | 'division'
  | 'person'
  | 'position';

export interface InputProps {
  id: string;
  field: FormField;
  value: unknown;
  onChange: (value: unknown) => void;
  wrong: boolean;
  /** Ids of help and problem, for aria-describedby. */
  describedBy: string | undefined;
  services: FormServices;
  /** For `person`: the members already entered. */
  people: readonly PersonOption[];
}

export interface FrameProps {
  id: string;
  field: FormField;
  kind: InputKind;
  problem: string | undefined;
  helpId: string;
  problemId: string;
  children: ReactNode;
}

export interface GroupProps {
  id: string;
  field: FormField;
  problem: string | undefined;
  children: ReactNode;
}

export interface ListProps {
  id: string;
  field: FormField;
  problem: string | undefined;
  rows: readonly { title: string; content: ReactNode }[];
  /** Absent when the list is full, or has as few rows as it must. */
  onAdd: (() => void) | undefined;
  onRemove: ((index: number) => void) | undefined;
}

export interface Skin {
  inputs: Readonly<Record<InputKind, ComponentType<InputProps>>>;
  Frame: ComponentType<FrameProps>;
  Group: ComponentType<GroupProps>;
  List: ComponentType<ListProps>;
}

export const kindOf = (field: FormField): InputKind => {
  if (field.widget === 'signature') return 'signature';
  if (field.widget === 'person') return 'person';
  if (field.widget === 'position') return 'position';
  if (field.type === 'text') return field.widget === 'textarea' || (field.max ?? 0) > 200 ? 'textarea' : 'text';
  if (field.type === 'boolean') return isPromise(field) ? 'promise' : 'boolean';
  if (field.type === 'object' || field.type === 'list') throw new Error(`${field.name} is no input`);
  return field.type;
};

/** Id of the input at a path; also where a refused form puts the focus. */
const inputId = (path: string): string => `f-${path.replaceAll('.', '-')}`;

export interface FormState {
  values: FormValues;
  problems: readonly FieldProblem[];
  set: (path: string, value: unknown) => void;
  addRow: (field: FormField, path: string) => void;
  removeRow: (path: string, index: number) => void;
  /** Checks the given fields; shows what is wrong. True when nothing is. */
  check: (fields: readonly FormField[]) => boolean;
  /** What the server found. */
  showProblems: (problems: readonly FieldProblem[]) => void;
  replace: (values: FormValues) => void;
}

/** The state of one form of these fields (of all its steps). A problem goes away when its field is changed; new ones appear only on `check`, not while somebody is typing. */
export function useForm(initial: FormValues, fields: readonly FormField[]): FormState {
  const [values, setValues] = useState<FormValues>(initial);
  const [found, setFound] = useState<readonly FieldProblem[]>([]);
  const forget = useCallback(
    (path: string) => setFound((all) => all.filter((p) => p.path !== path && !p.path.startsWith(`${path}.`))),
    [],
  );
  const set = useCallback(
    (path: string, value: unknown) => {
      setValues((all) => withValue(all, path, value) as FormValues);
      forget(path);
    },
    [forget],
  );
  const addRow = useCallback(
    (field: FormField, path: string) => {
      setValues((all) => withRow(all, path, blankRow(field)) as FormValues);
      forget(path);
    },
    [forget],
  );
  const removeRow = useCallback(
    (path: string, index: number) => {
      setValues((all) => (path === 'members' ? withoutMember(fields, all, index) : withoutRow(all, path, index)) as FormValues);
      forget(path);
    },
    [forget, fields],
  );
  const check = useCallback(
    (some: readonly FormField[]) => {
      const now = problems(some, values);
      setFound(now);
      if (now[0]) focusOn(now[0].path);
      return now.length === 0;
    },
    [values],
  );
  const showProblems = useCallback((given: readonly FieldProblem[]) => {
    setFound(given);
    if (given[0]) focusOn(given[0].path);
  }, []);
  return useMemo(
    () => ({ values, problems: found, set, addRow, removeRow, check, showProblems, replace: setValues }),
    [values, found, set, addRow, removeRow, check, showProblems],
  );
}

/** Puts the focus on the field at a path, after the page has been drawn with its problem. */
export function focusOn(path: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const frame = document.getElementById(inputId(path)) ?? document.querySelector(`[data-path="${CSS.escape(path)}"]`);
      const input = frame?.matches('input,select,textarea,button')
        ? (frame as HTMLElement)
        : frame?.querySelector<HTMLElement>('input,select,textarea,button');
      input?.focus();
      (frame ?? input)?.scrollIntoView({ block: 'center' });
    }),
  );
}

interface FieldsProps {
  fields: readonly FormField[];
  form: FormState;
  skin: Skin;
  services: FormServices;
  path?: string;
}

export function Fields({ fields, form, skin, services, path = '' }: FieldsProps): ReactNode {
  const siblings = (valueAt(form.values, path) ?? {}) as FormValues;
  return fields
    .filter((field) => isShown(field, siblings))
    .map((field) => (
      <OneField key={field.name} field={field} path={join(path, field.name)} form={form} skin={skin} services={services} />
    ));
}

function OneField({
  field,
  path,
  form,
  skin,
  services,
}: Omit<FieldsProps, 'fields'> & { field: FormField; path: string }): ReactNode {
  const id = inputId(path);
  const problem = form.problems.find((p) => p.path === path)?.message;
  if (field.type === 'object')
    return (
      <skin.Group id={id} field={field} problem={problem}>
        <Fields fields={field.fields ?? []} form={form} skin={skin} services={services} path={path} />
      </skin.Group>
    );
  if (field.type === 'list')
    return <ListField field={field} path={path} form={form} skin={skin} services={services} problem={problem} />;
  const kind = kindOf(field);
  const Input = skin.inputs[kind];
  const [helpId, problemId] = [`${id}-help`, `${id}-wrong`];
  return (
    <skin.Frame id={id} field={field} kind={kind} problem={problem} helpId={helpId} problemId={problemId}>
      <Input
        id={id}
        field={field}
        value={valueAt(form.values, path)}
        onChange={(value) => form.set(path, value)}
        wrong={problem !== undefined}
        describedBy={[field.help && helpId, problem && problemId].filter(Boolean).join(' ') || undefined}
        services={services}
        people={kind === 'person' ? personOptions(form.values) : []}
      />
    </skin.Frame>
  );
}

/** What a row is called: the name of the person it is about, else its number. */
function rowTitle(field: FormField, row: unknown, index: number): string {
  const name = (row as FormValues | undefined)?.name;
  return `${field.label} ${index + 1}${typeof name === 'string' && name.trim() ? `：${name.trim()}` : ''}`;
}

function ListField({
  field,
  path,
  form,
  skin,
  services,
  problem,
}: Omit<FieldsProps, 'fields'> & { field: FormField; path: string; problem: string | undefined }): ReactNode {
  const value = valueAt(form.values, path);
  const rows = Array.isArray(value) ? (value as unknown[]) : [];
  const plain = isPlainList(field);
  return (
    <skin.List
      id={inputId(path)}
      field={field}
      problem={problem}
      rows={rows.map((row, i) => ({
        title: rowTitle(field, row, i),
        content: plain ? (
          <OneField
            field={{ ...field.fields![0]!, label: `${field.label} ${i + 1}` }}
            path={join(path, i)}
            form={form}
            skin={skin}
            services={services}
          />
        ) : (
          <Fields fields={field.fields ?? []} form={form} skin={skin} services={services} path={join(path, i)} />
        ),
      }))}
      onAdd={field.max === undefined || rows.length < field.max ? () => form.addRow(field, path) : undefined}
      onRemove={rows.length > (field.min ?? 0) ? (index) => form.removeRow(path, index) : undefined}
    />
  );
}
