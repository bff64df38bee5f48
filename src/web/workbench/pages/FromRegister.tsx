/** 代办: applicant and family from the register, in clear; every person looked at is put on record with the purpose. */
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { ApplicantFilled, FamilyFilled } from '../../../kernel/resident/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { Section } from '../../components/layout.tsx';
import { blankRow } from '../../form/core.ts';
import { withFamily } from '../../form/family.ts';
import type { FormState } from '../../form/fields.tsx';
import { api, apiErrorOf } from '../../shared/api.ts';
import { FindPerson, type PersonPage } from './FindPerson.tsx';

const purposeOf = (itemName: string): string => `代办申请：${itemName}`;

/** `personId`: the applicant is chosen already. */
export function FindApplicant({
  form,
  itemName,
  personId,
}: {
  form: FormState;
  itemName: string;
  personId?: string | undefined;
}) {
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const asked = useRef(false);
  const fill = async (id: string) => {
    setOpen(true);
    try {
      const known = await api.post<ApplicantFilled>(`/api/persons/${id}/filling`, { purpose: purposeOf(itemName) });
      for (const [key, value] of Object.entries(known)) if (value !== null) form.set(`applicant.${key}`, value);
    } catch (thrown) {
      message.warning(apiErrorOf(thrown).message);
    }
    setOpen(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: filled once, when the page is opened for somebody
  useEffect(() => {
    if (!personId || asked.current) return;
    asked.current = true;
    void fill(personId);
  }, [personId]);
  const applicant = form.values.applicant as { name?: string } | undefined;
  if (applicant?.name && !open) return null;
  return (
    <Section title="申请人在居民库里吗">
      <p className="quiet">找到后自动填好姓名、身份证号码和住处；会留下查看记录，本人能看到。找不到就在下面直接填写。</p>
      <FindPerson onPick={(person) => fill(person.id)} />
    </Section>
  );
}

export function BringFamily({ form, field, itemName }: { form: FormState; field: FormField; itemName: string }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const { idNumber } = (form.values.applicant ?? {}) as { idNumber?: string };
  const bring = async (number: string): Promise<string> => {
    const { persons } = await api.get<PersonPage>('/api/persons', { idNumber: number });
    if (!persons[0]) return '居民库里没有查到申请人，或者不在您的辖区。请直接填写家人。';
    const { members, unseen } = await api.post<FamilyFilled>(`/api/persons/${persons[0].id}/family/filling`, {
      purpose: purposeOf(itemName),
    });
    const { rows, added } = withFamily(
      (form.values.members ?? []) as Record<string, unknown>[],
      members,
      () => blankRow(field) as Record<string, unknown>,
    );
    form.set('members', rows);
    return [
      added > 0
        ? `带入了${added}位家人，请核对关系，补填其余各项。`
        : members.length > 0
          ? '户籍上的家人都填了。'
          : unseen === 0 && '户籍上没有别的家人。',
      unseen > 0 && `还有${unseen}位家人登记在外地，请直接填写。`,
    ]
      .filter(Boolean)
      .join('');
  };
  return (
    <div className="field">
      <Button
        loading={busy}
        disabled={!idNumber}
        onClick={() => {
          setBusy(true);
          void bring(idNumber!.trim().toUpperCase())
            .catch((thrown) => apiErrorOf(thrown).message)
            .then(setSaid)
            .finally(() => setBusy(false));
        }}
      >
        从户籍带入家人
      </Button>
      <p className="help" role="status">
        {said ||
          (idNumber
            ? '同一户的家人自动填好姓名、身份证号码和关系，可以再改；会留下查看记录，本人能看到。'
            : '先在第1步填好申请人。')}
      </p>
    </div>
  );
}
