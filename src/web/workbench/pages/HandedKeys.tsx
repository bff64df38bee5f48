/** What opens an account, shown once: the initial password, and the secret of the one-time code as text and as a code to scan. */
import { Button, Modal } from 'antd';
import { Facts } from '../../components/layout.tsx';
import { QrCode } from '../../components/QrCode.tsx';

export interface Handed {
  login: string;
  name: string;
  password: string | null;
  totpSecret: string | null;
  totpAddress: string | null;
}

const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

export function HandedKeys({ handed, onClose }: { handed: Handed; onClose: () => void }) {
  const { login, name, password, totpSecret, totpAddress } = handed;
  return (
    <Modal
      open
      title={`交给${name}本人`}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          已经交给本人
        </Button>
      }
    >
      <p className="causes">只显示这一次，关上以后谁也查不到。请当面交给本人，不要发在群里。</p>
      <Facts
        rows={[
          { label: '账号', value: <span className="num">{login}</span> },
          ...(password ? [{ label: '初始密码', value: <b className="num">{password}</b> }] : []),
          ...(totpSecret ? [{ label: '动态码密钥', value: <b className="num">{grouped(totpSecret)}</b> }] : []),
        ]}
      />
      {totpAddress && (
        <div className="handed-code">
          <QrCode text={totpAddress} label={`${login}的动态码二维码`} side={200} />
          <p className="help">请本人用手机上的验证器（支持 TOTP 的都可以）扫码；扫不了的，在验证器里手工填写密钥。</p>
        </div>
      )}
      {password && <p className="help">本人第一次登录时，要先把初始密码换成自己的。</p>}
    </Modal>
  );
}
