/** 养老服务卡: one for each person; who has one is told its number again. */
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { Failed } from '../../../../web/components/states.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';

export function CardButton({ personId, name }: { personId: string; name: string }) {
  const [number, setNumber] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const issue = () => {
    setBusy(true);
    setTrouble(null);
    api
      .post<{ number: string }>(`/api/elders/${personId}/care-card`, { requestId: newRequestId() })
      .then(
        (card) => setNumber(card.number),
        (error: unknown) => setTrouble(apiErrorOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Button size="small" loading={busy} aria-label={`${name}的养老服务卡`} onClick={issue}>
        服务卡
      </Button>
      <Modal
        open={number !== null || trouble !== null}
        title={`${name}的养老服务卡`}
        okText="知道了"
        cancelButtonProps={{ style: { display: 'none' } }}
        onOk={() => {
          setNumber(null);
          setTrouble(null);
        }}
        onCancel={() => {
          setNumber(null);
          setTrouble(null);
        }}
      >
        {trouble && <Failed error={trouble} />}
        {number && (
          <>
            <p>
              卡号 <b className="num">{number}</b>
            </p>
            <p>写在卡上交给老人本人。在老年食堂报卡号就补贴；用消费券还要说身份证后4位。卡丢了不用换号。</p>
          </>
        )}
      </Modal>
    </>
  );
}
