import type { FormField } from '../../../kernel/schema/index.ts';
import { isSignatureList } from '../../form/core.ts';

export interface FormStep {
  title: string;
  help?: string;
  fields: readonly FormField[];
}

const closes = (field: FormField): boolean => field.must === true || field.widget === 'signature' || isSignatureList(field);

/** What is signed or promised comes last, under the letter that it is signed under; everything else stays in its step. */
export function stepsOf(steps: readonly FormStep[]): FormStep[] {
  const closing = steps.flatMap((step) => step.fields.filter(closes));
  const before = steps
    .map((step) => ({ ...step, fields: step.fields.filter((f) => !closes(f)) }))
    .filter((step) => step.fields.length > 0);
  return [...before, { title: closing.length > 0 ? '看一遍，签名' : '看一遍，提交', fields: closing }];
}
