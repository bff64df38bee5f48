/**
 * One action: what it causes, its form, its button. The request id belongs to the opened form, so a second click or a second try after a
 * broken line changes nothing. What is typed stays on this device until it has arrived.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { App, Button, Drawer } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ActionView } from '../../kernel/service/index.ts';
import { antdSkin } from '../form/antd/skin.tsx';
import { blank, sent } from '../form/core.ts';
import { Fields, useForm } from '../form/fields.tsx';
import { type ApiError, apiErrorOf, isRefusal, newRequestId } from '../shared/api.ts';
import { keepingServices } from './formServices.ts';
import { idsIn, isKept, sendKept, showKept } from './keptFiles.ts';
import { dropLocalDraft, readLocalDraft, writeLocalDraft } from './localDraft.ts';
import { useSession } from './session.tsx';
import { Refused } from './states.tsx';

export interface ActionCommand {
  action: string;
  version: number;
  requestId: string;
  input: Record<string, unknown>;
  /** When it was first sent, whatever the network did since. */
  stamp?: { at: string; ticket: string };
}

interface Props {
  /** Stands in the key of what is kept on this device. */
  subjectId: string;
  /** Whom it is about, for the list of what was not sent. */
  subject?: string;
  version: number;
  action: ActionView;
  division: string;
  /** What should be looked at again before it is sent, by what is filled in so far. */
  doubts?: ((values: Readonly<Record<string, unknown>>) => readonly string[]) | undefined;
  /** The moment of the first press is part of it: a ticket of the server, its time, and when that came by the clock of the device. */
  stamping?: { readonly ticket: string; readonly issuedAt: string; readonly asOf: number };
  /** Somebody else was there first: said in place of the form. */
  refused?: ApiError | null;
  send: (command: ActionCommand) => Promise<unknown>;
  /** After it has been done. */
  onDone: () => void;
  /** The record has changed meanwhile: read it again. */
  onStale: () => void;
  onClose: () => void;
}

/** 撤回申请（申请停止办理）: a dangerous button names its consequence. */
const buttonText = (action: ActionView): string =>
  action.danger ? `${action.zh}（${action.causes.split(/[，。；]/)[0]}）` : action.zh;

export function ActionDrawer(props: Props) {
  const { action, refused, onClose } = props;
  return (
    <Drawer
      open
      title={action.zh}
      placement="right"
      size={Math.min(620, window.innerWidth)}
      onClose={onClose}
      rootClassName="action-drawer"
      closable={{ 'aria-label': '关闭' }}
    >
      {refused ? (
        <div className="wb-form">
          <Refused error={refused} />
          <div className="form-foot">
            <Button onClick={onClose}>知道了</Button>
          </div>
        </div>
      ) : (
        <ActionForm key={action.action} {...props} />
      )}
    </Drawer>
  );
}

function ActionForm({
  subjectId,
  subject = '',
  version,
  action,
  division,
  doubts,
  stamping,
  send,
  onDone,
  onStale,
  onClose,
}: Props) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  // On a shared computer nobody goes on with another's words.
  const key = `${useSession().actor.id}.${subjectId}.${action.action}`;
  const [kept] = useState(() => readLocalDraft(key));
  const [requestId, setRequestId] = useState(() => kept?.requestId ?? newRequestId());
  const form = useForm({ ...blank(action.fields), ...action.initial, ...kept?.values }, action.fields);
  const [stamp, setStamp] = useState(kept?.stamp);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const services = useMemo(() => keepingServices(division, key), [division, key]);
  const [, shown] = useState(0);
  useEffect(() => void showKept(key).then(shown), [key]);
  const first = useRef(form.values);
  const { pathname } = useLocation();
  const offline = trouble?.code === 'OFFLINE';
  const doubtful = doubts?.(form.values) ?? [];
  const waiting = new Set(idsIn(form.values).filter(isKept)).size;

  useEffect(() => {
    if (form.values === first.current && !offline) return;
    const unsent = offline ? { unsent: { title: [subject, action.zh].filter(Boolean).join('：'), address: pathname } } : {};
    writeLocalDraft(key, action.fields, { requestId, values: { ...form.values }, ...(stamp ? { stamp } : {}), ...unsent });
  }, [form.values, key, action, requestId, offline, subject, pathname, stamp]);

  async function submit() {
    if (busy || !form.check(action.fields)) return;
    setBusy(true);
    setTrouble(null);
    const pressed =
      stamp ??
      (stamping && {
        ticket: stamping.ticket,
        at: new Date(Date.parse(stamping.issuedAt) + Date.now() - stamping.asOf).toISOString(),
      });
    setStamp(pressed);
    try {
      const values = await sendKept(key, form.values, form.replace);
      await send({
        action: action.action,
        version,
        requestId,
        input: sent(action.fields, values),
        ...(pressed ? { stamp: pressed } : {}),
      });
      dropLocalDraft(key);
      message.success(`已完成：${action.zh}`);
      onDone();
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      setTrouble(error);
      if (error.code === 'SIGN_IN_REQUIRED') void queries.invalidateQueries({ queryKey: ['session'] });
      form.showProblems(error.fields);
      // A refusal is an answer: what is sent after mending is another request. A broken line is none: the same request is tried again.
      if (isRefusal(error)) {
        setRequestId(newRequestId());
        setStamp(undefined);
      }
    } finally {
      setBusy(false);
    }
  }

  const again = useRef(submit);
  again.current = submit;
  useEffect(() => {
    if (!offline) return;
    const retry = () => void again.current();
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [offline]);

  return (
    <form
      className="wb-form"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        void submit();
      }}
    >
      <p className={action.danger ? 'causes causes-danger' : 'causes'}>{action.causes}</p>
      {kept && (
        <p className="kept">
          已接着上次在这台设备上填写的内容。
          <button
            type="button"
            className="link"
            onClick={() => {
              dropLocalDraft(key);
              form.replace({ ...blank(action.fields), ...action.initial });
            }}
          >
            重新填写
          </button>
        </p>
      )}
      <Fields fields={action.fields} form={form} skin={antdSkin} services={services} />
      {doubtful.length > 0 && (
        <div className="causes causes-danger" role="status">
          请再核对：
          <ul className="plain-list">
            {doubtful.map((doubt) => (
              <li key={doubt}>{doubt}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="form-foot">
        {trouble && (
          <Refused error={trouble}>
            {offline && <span>内容已存在这台设备上，联网后自动再送一次。</span>}
            {trouble.code === 'VERSION_CONFLICT' && (
              <Button
                size="small"
                onClick={() => {
                  onStale();
                  onClose();
                }}
              >
                刷新
              </Button>
            )}
          </Refused>
        )}
        {waiting > 0 && <p className="kept">{waiting}个文件还在这台设备上，有网络时和这张表一起送出。</p>}
        <Button type="primary" danger={action.danger} htmlType="submit" loading={busy}>
          {offline ? '再送一次' : buttonText(action)}
        </Button>
        <Button onClick={onClose}>先不办</Button>
      </div>
    </form>
  );
}
