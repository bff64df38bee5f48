/** A masked value with a way to see it in clear: the purpose is asked first and put on record, of work on a case with the case. It is shown once and not kept. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { type Revealable, revealable } from '../../../kernel/resident/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { IdNumber } from '../../components/marks.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';

interface SecretProps {
  /** Whose it is. */
  readonly of: string;
  readonly field: Revealable;
  readonly masked: ReactNode;
  /** The server says that this reader may, for a purpose. */
  readonly may: boolean;
  /** Where the purposes to choose from are asked, and where the value is. */
  readonly purposes: string;
  readonly from: string;
  readonly sent?: Readonly<Record<string, unknown>>;
}

/** Begins with the first purpose, and with the case where there is only one. */
function begun(fields: readonly FormField[]): Record<string, string | undefined> {
  const choicesOf = (name: string) => fields.find((f) => f.name === name)?.choices ?? [];
  const cases = choicesOf('caseId');
  return { for: choicesOf('for')[0]?.value, ...(cases.length === 1 ? { caseId: cases[0]!.value } : {}) };
}

export function Secret({ of, field, masked, may, purposes, from, sent = {} }: SecretProps) {
  const session = useSession();
  const [asking, setAsking] = useState(false);
  const [clear, setClear] = useState<string | null>(null);
  const form = useQuery({
    queryKey: [purposes],
    queryFn: () => api.get<{ fields: readonly FormField[] }>(purposes),
    enabled: asking,
    staleTime: 0,
  });
  return (
    <>
      {clear ? field === 'idNumber' ? <IdNumber value={clear} /> : <span className="num">{clear}</span> : masked}
      {!clear && may && (
        <Button type="link" size="small" onClick={() => setAsking(true)} aria-label={`查看完整的${revealable[field]}`}>
          查看完整
        </Button>
      )}
      {asking && form.isError && <Failed error={form.error} retry={() => void form.refetch()} />}
      {asking && form.data && (
        <FormDrawer
          title={`查看${of}的${revealable[field]}`}
          causes="您的姓名、时间和事由都会留下记录，本人能看到。"
          fields={form.data.fields}
          initial={begun(form.data.fields)}
          division={homeDivision(session)}
          button="查看并留下记录"
          send={(input) => api.post<{ value: string }>(from, { ...sent, ...input })}
          onDone={({ value }) => setClear(value)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
