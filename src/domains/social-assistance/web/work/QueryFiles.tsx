/** 查询文件: queries of a source gathered into a sheet, taken to the department, and the sheet that comes back, answered row by row. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import type { SourceHealth } from '../../../../kernel/exchange/index.ts';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Failed, Loading, Nothing, Refused } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, apiErrorOf, newRequestId, sendFile } from '../../../../web/shared/api.ts';
import { sourceOwner } from '../../verification/sources.ts';

const BATCHES = '/api/verification/batches';

interface BatchRow {
  id: string;
  no: string;
  source: string;
  queryCount: number;
  openCount: number;
  dueOn: string | null;
  madeAt: string;
  madeName: string;
  downloads: number;
  answeredAt: string | null;
  answeredName: string | null;
}
interface AnswerRow {
  no: number;
  state: 'taken' | 'repeated' | 'refused';
  message: string;
}

const rowStates = { taken: '已登记', repeated: '重复', refused: '没有采用' } as const;
const rowTones = { taken: 'good', repeated: 'plain', refused: 'bad' } as const;

export function QueryFiles() {
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const health = useQuery({
    queryKey: ['/api/verification/sources'],
    queryFn: () => api.get<{ rows: readonly SourceHealth[] }>('/api/verification/sources'),
  });
  const list = useKeyset<BatchRow>(BATCHES);
  const make = useMutation({
    mutationFn: (source: string) => api.post(BATCHES, { source, requestId: requestId.current }),
    onSettled: async () => {
      requestId.current = newRequestId();
      await queries.invalidateQueries({ queryKey: [BATCHES] });
    },
  });
  const bySheet = health.data?.rows.filter((row) => row.way === 'file') ?? [];
  return (
    <>
      <Section title="做一个查询文件">
        <p className="quiet">把等着的查询汇成一张表，下载后交给对方填写；文件里有身份证号码，只能用于核对，用完删除。</p>
        {bySheet.length === 0 ? (
          <Nothing>没有以文件答复的来源。</Nothing>
        ) : (
          <div className="case-actions">
            {bySheet.map((row) => (
              <Button
                key={row.source}
                disabled={row.waiting === 0}
                loading={make.isPending}
                onClick={() => make.mutate(row.source)}
              >
                {row.waiting === 0 ? `${row.owner}：现在没有等着的查询` : `${row.owner}（${row.waiting}人次等着）`}
              </Button>
            ))}
          </div>
        )}
        {make.error && <Refused error={apiErrorOf(make.error)} />}
      </Section>
      <Section title="做过的文件">
        {list.waiting ? (
          <Loading />
        ) : list.error ? (
          <Failed error={list.error} retry={list.retry} />
        ) : list.rows.length === 0 ? (
          <Nothing>还没有做过查询文件。</Nothing>
        ) : (
          <ul className="plain-list">
            {list.rows.map((batch) => (
              <QueryFile key={batch.id} batch={batch} />
            ))}
          </ul>
        )}
        {list.more && <Button onClick={list.loadMore}>再看一些</Button>}
      </Section>
    </>
  );
}

function QueryFile({ batch }: { batch: BatchRow }) {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const send = useMutation({
    mutationFn: (file: File) =>
      sendFile<{ rows: readonly AnswerRow[] }>(
        `${BATCHES}/${batch.id}/answers`,
        ['no', batch.no],
        { content: file, name: file.name },
        setShare,
      ),
    onSettled: async () => {
      setShare(null);
      if (input.current) input.current.value = '';
      await queries.invalidateQueries({ queryKey: [BATCHES] });
      await queries.invalidateQueries({ queryKey: ['/api/verification/sources'] });
    },
  });
  return (
    <li>
      <p className="line">
        <b>{sourceOwner(batch.source)}</b>
        <span className="num">{batch.no}</span>
        <Tag tone={batch.openCount === 0 ? 'good' : 'now'}>
          {batch.openCount === 0 ? '全部反馈' : `还有${batch.openCount}人次没有反馈`}
        </Tag>
      </p>
      <p className="quiet line">
        <span>{batch.queryCount}人次</span>
        <span>
          <Moment at={batch.madeAt} /> {batch.madeName}
        </span>
        {batch.dueOn && (
          <span>
            应于 <Day on={batch.dueOn} /> 前反馈
          </span>
        )}
        <span>下载过{batch.downloads}次</span>
      </p>
      <div className="case-actions">
        {batch.openCount > 0 && <Button href={`${BATCHES}/${batch.id}/file`}>下载查询文件</Button>}
        <input
          ref={input}
          type="file"
          accept=".xlsx"
          hidden
          aria-label={`选择${batch.no}的回文`}
          onChange={(e) => {
            const file = e.target.files?.[0];
            if (file) send.mutate(file);
          }}
        />
        <Button loading={send.isPending} onClick={() => input.current?.click()}>
          上传回文
        </Button>
      </div>
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" aria-label="上传进度" />}
      {send.error && <Refused error={apiErrorOf(send.error)} />}
      {send.data && <Outcome rows={send.data.rows} />}
    </li>
  );
}

const SHOWN = 50;
function Outcome({ rows }: { rows: readonly AnswerRow[] }) {
  const taken = rows.filter((row) => row.state === 'taken').length;
  const others = rows.filter((row) => row.state !== 'taken');
  return (
    <div aria-live="polite">
      <p>
        共<b className="num">{rows.length}</b>行，登记<b className="num">{taken}</b>行
        {others.length > 0 && `，其余${others.length}行没有改变任何记录：`}
      </p>
      {others.length > 0 && (
        <ul className="plain-list">
          {others.slice(0, SHOWN).map((row) => (
            <li key={row.no} className="line">
              <span className="num">第{row.no}行</span>
              <Tag tone={rowTones[row.state]}>{rowStates[row.state]}</Tag>
              <span>{row.message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
