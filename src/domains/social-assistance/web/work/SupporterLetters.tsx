/** 等复函: the letters that ask about a supporter, printed here, and what they answer, typed here with the scan. */
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Day } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { SupporterLine } from '../../supporters/content.ts';
import { answerFields } from './VerificationOpen.tsx';

type Letter = SupporterLine['letters'][number];

export function SupporterLetters({ of, onDone }: { of: SupporterLine; onDone: () => Promise<void> }) {
  const session = useSession();
  const requestId = useRef(newRequestId());
  const [answering, setAnswering] = useState<Letter | null>(null);
  const done = async () => {
    requestId.current = newRequestId();
    await onDone();
  };
  const print = useMutation({
    mutationFn: ({ source, addressee }: Letter) =>
      api.post<{ documentId: string }>(`/api/supporters/${of.id}/letter`, { source, addressee, requestId: requestId.current }),
    onSuccess: ({ documentId }) => window.open(`/api/documents/${documentId}/pdf`, '_blank', 'noopener'),
    onSettled: done,
  });
  return (
    <>
      {of.letters.map((letter) => (
        <div key={letter.queryId}>
          <p className="quiet line">
            <span>{letter.sourceName}</span>
            {letter.dueOn && (
              <span>
                应于 <Day on={letter.dueOn} /> 前复函
              </span>
            )}
          </p>
          <div className="case-actions">
            <Button loading={print.isPending} onClick={() => print.mutate(letter)}>
              {letter.isWritten ? '再看协查函' : '制发协查函'}
            </Button>
            <Button onClick={() => setAnswering(letter)}>登记复函</Button>
          </div>
        </div>
      ))}
      {print.error && <Refused error={apiErrorOf(print.error)} />}
      {answering && (
        <FormDrawer
          title={`${answering.sourceName}的复函`}
          causes={`按复函登记${of.name}的情况。登记以后不能再改，扫描件随办件保存。`}
          fields={answerFields(answering.source)}
          division={homeDivision(session)}
          button="登记复函"
          send={(input) =>
            api.post(`/api/supporters/${of.id}/answer`, {
              ...input,
              queryId: answering.queryId,
              requestId: requestId.current,
            })
          }
          onDone={done}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  );
}
