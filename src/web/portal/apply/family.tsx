/** 户籍登记的家庭成员: filled in for who applies for the own family, with masked numbers; whoever is left out is named with what to do. */
import { useEffect, useRef, useState } from 'react';
import type { FamilyFilled } from '../../../kernel/resident/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { blankRow } from '../../form/core.ts';
import { familyField, notIn, withFamily } from '../../form/family.ts';
import type { FormState } from '../../form/fields.tsx';
import { api } from '../../shared/api.ts';
import type { FormStep } from './steps.ts';

export const ownPurpose = (itemName: string): string => `本人申请：${itemName}`;

interface Family {
  readonly field: FormField;
  readonly members: FamilyFilled['members'];
}

const rowsOf = (form: FormState) => (form.values.members ?? []) as readonly Record<string, unknown>[];
const bring = (form: FormState, { field, members }: Family): void =>
  form.set('members', withFamily(rowsOf(form), members, () => blankRow(field) as Record<string, unknown>).rows);

/**
 * The registered family on the step that asks for members, null on every other and where the register knows nobody. Asked for once, when the step is first
 * opened; the rows are filled only while nobody has been there yet. Without an answer the step is filled in by hand.
 */
export function useOwnFamily(of: {
  form: FormState;
  steps: readonly FormStep[];
  step: number;
  /** The step that the draft had reached when the page was opened. */
  begun: number;
  /** Somebody applies for a relative: the own household is not the applicant's. */
  off: boolean;
  itemName: string;
}): Family | null {
  const { form, steps, step, begun, off, itemName } = of;
  const field = familyField(steps[step]!.fields);
  const [family, setFamily] = useState<Family | null>(null);
  const asked = useRef(false);
  const now = useRef(form);
  now.current = form;
  useEffect(() => {
    if (!field || off || asked.current) return;
    asked.current = true;
    api.post<FamilyFilled>('/api/persons/me/family/filling', { purpose: ownPurpose(itemName) }).then(
      ({ members }) => {
        if (members.length === 0) return;
        setFamily({ field, members });
        const rows = rowsOf(now.current);
        const isNew = rows.length === 0 && begun <= step;
        // A row that was kept on the phone has lost its number.
        bring(now.current, { field, members: members.filter((m) => isNew || notIn(rows, [m]).length === 0) });
      },
      () => undefined,
    );
  }, [field, off, itemName, begun, step]);
  return field ? family : null;
}

export function OwnFamily({ form, family }: { form: FormState; family: Family }) {
  const missing = notIn(rowsOf(form), family.members);
  const relations = family.field.fields?.find((f) => f.name === 'relation')?.choices;
  return (
    <div className="say">
      <p>
        <b>户籍登记的家庭成员，请核对。</b>
        姓名和关系替您填好了，号码只显示一部分。不算一家人的点“删去”，在最下面写明原因。
      </p>
      {missing.map((member) => (
        <p key={`${member.name}${member.idNumber}`}>
          户籍上的{member.name}（{relations?.find((r) => r.value === member.relation)?.label ?? '家人'}）没有写上。
          <button type="button" className="link" onClick={() => bring(form, { ...family, members: [member] })}>
            写上{member.name}
          </button>
        </p>
      ))}
    </div>
  );
}
