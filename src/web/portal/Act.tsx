/** One button that does one thing for the family, and says what was wrong. */
import { useState } from 'react';
import { type ApiError, api, apiErrorOf, newRequestId } from '../shared/api.ts';
import { Trouble } from './parts.tsx';

interface Props {
  url: string;
  text: string;
  body?: Record<string, unknown>;
  plain?: boolean;
  done: () => void;
}

export function Act({ url, text, body = {}, plain = true, done }: Props) {
  const [requestId] = useState(newRequestId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  return (
    <>
      {trouble && <Trouble error={trouble} />}
      {trouble?.fields.map(({ path, message }) => (
        <p key={path} className="say bad">
          {message}
        </p>
      ))}
      <button
        type="button"
        className={plain ? 'button plain' : 'button'}
        disabled={busy}
        onClick={() => {
          setBusy(true);
          setTrouble(null);
          api.post(url, { ...body, requestId }).then(done, (error: unknown) => {
            setTrouble(apiErrorOf(error));
            setBusy(false);
          });
        }}
      >
        {busy ? '正在办' : text}
      </button>
    </>
  );
}
