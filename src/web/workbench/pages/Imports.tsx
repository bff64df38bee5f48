/** Lists that come in: a template, a file, what it would do, and the officer's yes. */
import { useMutation } from '@tanstack/react-query';
import { Button, Popconfirm, Progress } from 'antd';
import { useRef, useState } from 'react';
import type { Column, ImportView, ShownRows } from '../../../kernel/sheet/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Moment, Tag } from '../../components/marks.tsx';
import { Refused } from '../../components/states.tsx';
import { api, apiErrorOf, sendFile } from '../../shared/api.ts';

export interface ImportKindView {
  kind: string;
  title: string;
  help: string;
  columns: readonly Column[];
}

export function NewImport({ kind, onSent }: { kind: ImportKindView; onSent: () => Promise<unknown> }) {
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
          accept=".xlsx,.csv"
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

export function ImportJob({ view, onDone }: { view: ImportView; onDone: () => Promise<unknown> }) {
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
        {view.state === 'reading' ? (
          <>正在读取检查，已看{count(view.rowCount)}行。</>
        ) : view.state === 'refused' && view.rowCount === 0 ? (
          '一行也没有导入。请照下面说的改好，再重新上传。'
        ) : (
          <Counts view={view} />
        )}
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
      {view.shown && <Shown rows={view.shown} />}
      {view.state === 'checked' && view.badCount > 0 && view.entire && <p>这份表整份导入：改好退回的行，把整份重新上传。</p>}
      {view.state === 'checked' && view.goodCount > 0 && view.badCount > 0 && !view.entire && (
        <p>可以先导入正确的行，退回的改好以后再传；也可以放弃这一份，改好以后整份重新上传。</p>
      )}
      <p className="choices">
        {view.badCount > 0 && <a href={`/api/sheets/imports/${view.id}/returned`}>下载退回的{view.badCount}行</a>}
        {view.state === 'checked' && view.goodCount > 0 && !(view.entire && view.badCount > 0) && (
          <Popconfirm
            title={`一次导入${view.goodCount}行？${view.badCount > 0 ? `退回的${view.badCount}行不导入。` : ''}`}
            okText={`导入${view.goodCount}行`}
            cancelText="先不导入"
            onConfirm={() => step.mutate('apply')}
          >
            <Button type="primary" loading={step.isPending}>
              {view.badCount > 0 ? `导入正确的${view.goodCount}行` : `全部导入，${view.goodCount}行`}
            </Button>
          </Popconfirm>
        )}
        {view.state === 'checked' && <Button onClick={() => step.mutate('cancel')}>放弃这一份</Button>}
        {view.interrupted && <Button onClick={() => step.mutate('resume')}>接着办</Button>}
      </p>
      {step.error && <Refused error={apiErrorOf(step.error)} />}
    </li>
  );
}

const count = (n: number) => <b className="num">{n}</b>;

/** How many rows, what the good ones do, and how many groups (户) go in or back whole. */
function Counts({ view: { rowCount, goodCount, badCount, doneCount, state, summary } }: { view: ImportView }) {
  return (
    <>
      共{count(rowCount)}行，可以导入{count(goodCount)}行
      {summary && summary.tally.length > 0 && `（${summary.tally.map((t) => `${t.zh}${t.count}行`).join('；')}）`}
      ，退回{count(badCount)}行。
      {summary?.groups && (
        <>
          其中整{summary.groups.zh}可以导入{count(summary.groups.good)}
          {summary.groups.zh}，整{summary.groups.zh}退回{count(summary.groups.bad)}
          {summary.groups.zh}。
        </>
      )}
      {state === 'applied' && `已导入${doneCount}行。`}
    </>
  );
}

/** The first good rows as they were understood: the place that a text named, whether somebody has a file. */
function Shown({ rows: { titles, rows } }: { rows: ShownRows }) {
  return (
    <details className="shown-rows">
      <summary>看前{rows.length}行会怎样登记</summary>
      <DataTable
        caption="前几行会怎样登记"
        rows={rows}
        rowKey={(row) => String(row.no)}
        columns={[
          { key: 'no', title: '行', render: (row) => row.no },
          { key: 'does', title: '会怎样', render: (row) => row.does },
          ...titles.map((title, i) => ({
            key: title,
            title,
            render: (row: ShownRows['rows'][number]) => row.cells[i] ?? '',
          })),
        ]}
      />
    </details>
  );
}
