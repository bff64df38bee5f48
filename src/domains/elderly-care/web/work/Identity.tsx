/** Who stands at the till: the code on a telephone, or the card with the end of the identity number. Asked alike at every till, never by face. */
import { Input } from 'antd';
import { type ReactNode, useId } from 'react';

export interface Shown {
  readonly code: string;
  readonly idTail: string;
}
export const nobody: Shown = { code: '', idTail: '' };
export const isShown = ({ code, idTail }: Shown): boolean =>
  /^\d{6}$/.test(code) || (/^\d{8}$/.test(code) && /^\d{3}[\dXx]$/.test(idTail));
export const sentOf = ({ code, idTail }: Shown) => (code.length === 8 ? { code, idTail } : { code });

export function Identity({ of, onChange }: { of: Shown; onChange: (shown: Shown) => void }) {
  return (
    <>
      <Field label="老人出示的码，或者卡号" help="手机上的码6位，念出来也行；没有手机的看养老服务卡，8位">
        {(id) => (
          <Input
            id={id}
            size="large"
            inputMode="numeric"
            maxLength={8}
            autoComplete="off"
            value={of.code}
            onChange={(e) => onChange({ ...of, code: e.target.value.replace(/\D/g, '') })}
          />
        )}
      </Field>
      {of.code.length === 8 && (
        <Field label="身份证号码最后4位" help="问老人本人，对得上才能用卡">
          {(id) => (
            <Input
              id={id}
              size="large"
              maxLength={4}
              autoComplete="off"
              value={of.idTail}
              onChange={(e) => onChange({ ...of, idTail: e.target.value.trim() })}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** A field of a till with its words above. */
export function Field({ label, help, children }: { label: string; help?: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="till-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <small>{help}</small>}
    </div>
  );
}
