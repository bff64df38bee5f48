/** 空白表格: printed to be filled in and signed by hand, for whoever has no phone; it bears nobody's name. The signed sheet comes back as a scan. */
import type { PlainDate } from '../schema/index.ts';
import type { BlankFormLink, Block } from './index.ts';

export interface BlankForm extends BlankFormLink {
  /** The service items that it is handed in for. */
  readonly items: readonly string[];
  /** `city`: 咸宁市. */
  blocks(at: { readonly today: PlainDate; readonly city: string }): readonly Block[];
}

const forms = new Map<string, BlankForm>();

/** Registers a form. A key used twice is a bug. */
export function defineBlankForm(form: BlankForm): void {
  if (forms.has(form.key)) throw new Error(`two blank forms are called ${form.key}`);
  forms.set(form.key, form);
}

export const blankForm = (key: string): BlankForm | null => forms.get(key) ?? null;

/** The forms of a service item, as links. */
export const blankFormsOf = (itemId: string): BlankFormLink[] =>
  [...forms.values()].filter((form) => form.items.includes(itemId)).map(({ key, title }) => ({ key, title }));
