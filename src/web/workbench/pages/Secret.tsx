/** A masked value with a way to see it in clear: the purpose is asked first and put on record. It is shown once and not kept. */
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { type Revealable, revealable } from '../../../kernel/resident/index.ts';
import { IdNumber } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { apiErrorOf } from '../../shared/api.ts';

interface SecretProps {
  /** Whose it is. */
  readonly of: string;
  readonly field: Revealable;
  readonly masked: ReactNode;
  readonly reveal: (purpose: string) => Promise<{ value: string }>;
}

export function Secret({ of, field, masked, reveal }: SecretProps) {
  const session = useSession();
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  const ask = useMutation({ mutationFn: () => reveal(purpose.trim()), onSuccess: () => setAsking(false), gcTime: 0 });
  const clear = ask.data?.value ?? null;
  const noReveal = may(session, 'auditor', 'audit-admin');
  return (
    <>
      {clear ? field === 'idNumber' ? <IdNumber value={clear} /> : <span className="num">{clear}</span> : masked}
      {!clear && !noReveal && (
        <Button type="link" size="small" onClick={() => setAsking(true)} aria-label={`查看完整的${revealable[field]}`}>
          查看完整
        </Button>
      )}
      <Modal
        open={asking}
        title={`查看${of}的${revealable[field]}`}
        okText="查看并留下记录"
        okButtonProps={{ disabled: purpose.trim().length < 2, loading: ask.isPending }}
        onOk={() => ask.mutate()}
        onCancel={() => setAsking(false)}
        closable={{ 'aria-label': '关闭' }}
      >
        <div className="wb-form">
          <div className="field">
            <label htmlFor={`why-${field}`}>为什么需要</label>
            <Input id={`why-${field}`} value={purpose} maxLength={200} onChange={(e) => setPurpose(e.target.value)} />
            <p className="help">写明事由和办件编号，例如：核对低保申请 XASA01-2026-000012。本人能看到这条记录。</p>
          </div>
          {ask.error && <Refused error={apiErrorOf(ask.error)} />}
        </div>
      </Modal>
    </>
  );
}
