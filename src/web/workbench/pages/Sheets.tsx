/** 导入导出: lists come in from spreadsheets and go out to them; what is wrong goes back with its reason, what leaves is asked for. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Progress } from 'antd';
import { useRef, useState } from 'react';
import type { FormField } from '../../../kernel/schema/index.ts';
import type { Column, ExportView, ImportView } from '../../../kernel/sheet/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page } from '../../components/layout.tsx';
import { Moment, Tag } from '../../components/marks.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading, Nothing, Refused } from '../../components/states.tsx';
import { api, apiErrorOf, sendFile } from '../../shared/api.ts';

interface Sheets {
  imports: readonly { kind: string; title: string; help: string; columns: readonly Column[] }[];
  exports: readonly { kind: string; title: string; fields: readonly FormField[] }[];
  mine: readonly ImportView[];
  requests: readonly ExportView[];
}

const KEY = ['/api/sheets'];
const ASK_AGAIN_MS = 1000;
const atWork = (view: ImportView): boolean => (view.state === 'reading' || view.state === 'applying') && !view.interrupted;

const purpose: FormField = {
  name: 'purpose',
  type: 'text',
  label: '用途',
  help: '写明做什么用；文件上会印上您的姓名和用途',
  required: true,
  widget: 'textarea',
  min: 4,
  max: 200,
};

export function Sheets() {
  const session = useSession();
  const queries = useQueryClient();
  const sheets = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<Sheets>('/api/sheets', {}, signal),
    refetchInterval: (query) => (query.state.data?.mine.some(atWork) ? ASK_AGAIN_MS : false),
  });
  const [asking, setAsking] = useState<Sheets['exports'][number] | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: KEY });
  if (sheets.isPending) return <Loading />;
  if (!sheets.data) return <Failed error={sheets.error} retry={() => void sheets.refetch()} />;
  const { imports, exports, mine, requests } = sheets.data;
  return (
    <Page title="导入导出" lead="表格检查无误才一次导入；有问题的行原样退回，旁边写明原因。名单超过50人须经审批才能导出。">
      {imports.length > 0 && (
        <section className="sheet" aria-labelledby="imports">
          <h2 id="imports">导入</h2>
          {imports.map((kind) => (
            <NewImport key={kind.kind} kind={kind} onSent={refresh} />
          ))}
          {mine.length === 0 ? (
            <Nothing>还没有导入过。先下载模板，填好后上传。</Nothing>
          ) : (
            <ul className="jobs">
              {mine.map((view) => (
                <ImportJob key={view.id} view={view} onDone={refresh} />
              ))}
            </ul>
          )}
        </section>
      )}
      {(exports.length > 0 || requests.length > 0) && (
        <section className="sheet" aria-labelledby="exports">
          <h2 id="exports">导出</h2>
          <p className="choices">
            {exports.map((kind) => (
              <Button key={kind.kind} onClick={() => setAsking(kind)}>
                申请导出：{kind.title}
              </Button>
            ))}
          </p>
          {requests.length === 0 ? (
            <Nothing>还没有导出申请。</Nothing>
          ) : (
            <ul className="jobs">
              {requests.map((view) => (
                <ExportRequest key={view.id} view={view} onDone={refresh} />
              ))}
            </ul>
          )}
        </section>
      )}
      {imports.length + exports.length + requests.length === 0 && <Nothing>您的岗位没有可以导入、导出的名单。</Nothing>}
      {asking && (
        <FormDrawer
          title={`申请导出：${asking.title}`}
          causes="50人以内写明用途即可下载；超过50人由县级负责人审批。每次下载都记入审计，名单上的人可以看到。"
          fields={[...asking.fields, purpose]}
          division={homeDivision(session)}
          button="提交申请"
          send={({ purpose: why, ...filter }) => api.post('/api/sheets/exports', { kind: asking.kind, filter, purpose: why })}
          onDone={refresh}
          onClose={() => setAsking(null)}
        />
      )}
    </Page>
  );
}

function NewImport({ kind, onSent }: { kind: Sheets['imports'][number]; onSent: () => Promise<unknown> }) {
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const send = useMutation({
    mutationFn: (file: File) =>
      sendFile('/api/sheets/imports', ['kind', kind.kind], { content: file, name: file.name }, setShare),
    onSettled: async () => {
      setShare(null);
      if (input.current) input.current.value = '';
      await onSent();
    },
  });
  return (
    <div className="new-import">
      <h3>{kind.title}</h3>
      <p className="quiet">
        {kind.help}列：{kind.columns.map((c) => `${c.title}${c.required ? '（必填）' : ''}`).join('、')}。
      </p>
      <p className="choices">
        <a href={`/api/sheets/templates/${kind.kind}`}>下载模板</a>
        <input
          ref={input}
          type="file"
          accept=".xlsx"
          hidden
          aria-label={`选择${kind.title}表格`}
          onChange={(e) => {
            const file = e.target.files?.[0];
            if (file) send.mutate(file);
          }}
        />
        <Button type="primary" loading={send.isPending} onClick={() => input.current?.click()}>
          上传表格
        </Button>
      </p>
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" aria-label="上传进度" />}
      {send.error && <Refused error={apiErrorOf(send.error)} />}
    </div>
  );
}

function ImportJob({ view, onDone }: { view: ImportView; onDone: () => Promise<unknown> }) {
  const step = useMutation({
    mutationFn: (to: 'apply' | 'cancel' | 'resume') => api.post(`/api/sheets/imports/${view.id}`, { step: to }),
    onSettled: onDone,
  });
  return (
    <li>
      <h3>
        {view.kindZh}　<span className="quiet">{view.fileName}</span>{' '}
        <Tag tone={view.state === 'refused' ? 'bad' : 'plain'}>{view.interrupted ? '已中断' : view.stateZh}</Tag>
      </h3>
      <p className="quiet">
        <Moment at={view.createdAt} />　{view.createdBy}
      </p>
      <p aria-live="polite">
        共<b className="num">{view.rowCount}</b>行，可以导入<b className="num">{view.goodCount}</b>行，退回
        <b className="num">{view.badCount}</b>行{view.state === 'applied' && `，已导入${view.doneCount}行`}。
      </p>
      {view.state === 'applying' && (
        <Progress percent={view.goodCount > 0 ? Math.round((100 * view.doneCount) / view.goodCount) : 0} aria-label="导入进度" />
      )}
      {view.problem && <p className="wrong">{view.problem}</p>}
      {view.examples.length > 0 && (
        <ul className="problems">
          {view.examples.slice(0, 5).map((e) => (
            <li key={e.no}>
              第{e.no}行：{e.problem}
            </li>
          ))}
          {view.badCount > 5 && <li className="quiet">其余见退回的表格。</li>}
        </ul>
      )}
      <p className="choices">
        {view.badCount > 0 && <a href={`/api/sheets/imports/${view.id}/returned`}>下载退回的{view.badCount}行</a>}
        {view.state === 'checked' && view.goodCount > 0 && (
          <Popconfirm
            title={`一次导入${view.goodCount}行？${view.badCount > 0 ? `退回的${view.badCount}行不导入。` : ''}`}
            okText={`导入${view.goodCount}行`}
            cancelText="先不导入"
            onConfirm={() => step.mutate('apply')}
          >
            <Button type="primary" loading={step.isPending}>
              导入正确的{view.goodCount}行
            </Button>
          </Popconfirm>
        )}
        {view.state === 'checked' && <Button onClick={() => step.mutate('cancel')}>放弃</Button>}
        {view.interrupted && <Button onClick={() => step.mutate('resume')}>接着办</Button>}
      </p>
      {step.error && <Refused error={apiErrorOf(step.error)} />}
    </li>
  );
}

function ExportRequest({ view, onDone }: { view: ExportView; onDone: () => Promise<unknown> }) {
  const decide = useMutation({
    mutationFn: (agree: boolean) => api.post(`/api/sheets/exports/${view.id}/decision`, { agree }),
    onSettled: onDone,
  });
  return (
    <li>
      <h3>
        {view.kindZh}（{view.filterZh}）　<b className="num">{view.personCount}</b>人{' '}
        <Tag tone={view.state === 'refused' ? 'bad' : 'plain'}>{view.stateZh}</Tag>
      </h3>
      <p>用途：{view.purpose}</p>
      <p className="quiet">
        <Moment at={view.requestedAt} />　{view.requestedBy}
        {view.decidedBy && `　审批：${view.decidedBy}`}
        {view.downloads > 0 && `　已下载${view.downloads}次`}
      </p>
      <p className="choices">
        {view.mayDownload && <a href={`/api/sheets/exports/${view.id}/file`}>下载（带水印）</a>}
        {view.mayDecide && (
          <>
            <Popconfirm
              title={`同意${view.requestedBy}导出${view.personCount}人的名单？`}
              okText="同意导出"
              cancelText="再想想"
              onConfirm={() => decide.mutate(true)}
            >
              <Button type="primary" loading={decide.isPending}>
                同意
              </Button>
            </Popconfirm>
            <Button danger onClick={() => decide.mutate(false)}>
              不同意
            </Button>
          </>
        )}
      </p>
      {decide.error && <Refused error={apiErrorOf(decide.error)} />}
    </li>
  );
}
