/** 导入导出: lists come in from spreadsheets and go out to them; what is wrong goes back with its reason, what leaves is asked for. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../kernel/schema/index.ts';
import type { ExportView, ImportView } from '../../../kernel/sheet/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page } from '../../components/layout.tsx';
import { Moment, Tag } from '../../components/marks.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Failed, Loading, Nothing, Refused } from '../../components/states.tsx';
import { blank } from '../../form/core.ts';
import { api, apiErrorOf } from '../../shared/api.ts';
import { useTextSearch } from '../search.ts';
import { ImportJob, type ImportKindView, NewImport } from './Imports.tsx';

interface Sheets {
  imports: readonly ImportKindView[];
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
  // Other pages lead here for one list: ?kind= to bring one in, ?export= to ask for one.
  const [{ kind: only, export: wanted }, change] = useTextSearch();
  const [asking, setAsking] = useState<Sheets['exports'][number] | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: KEY });
  if (sheets.isPending) return <Loading />;
  if (!sheets.data) return <Failed error={sheets.error} retry={() => void sheets.refetch()} />;
  const { exports, requests } = sheets.data;
  const one = sheets.data.imports.find((kind) => kind.kind === only);
  const imports = one ? [one] : sheets.data.imports;
  const mine = one ? sheets.data.mine.filter((view) => view.kind === one.kind) : sheets.data.mine;
  const drawer = asking ?? exports.find((kind) => kind.kind === wanted) ?? null;
  const close = () => {
    setAsking(null);
    change({ export: undefined });
  };
  return (
    <Page
      title={one?.title ?? '导入导出'}
      lead={`表格检查无误才一次导入；有问题的行原样退回，旁边写明原因。${one ? '' : '名单超过50人须经审批才能导出。'}`}
    >
      {one && (
        <p className="quiet">
          <Link to="/sheets">看全部导入导出</Link>
        </p>
      )}
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
      {!one && (exports.length > 0 || requests.length > 0) && (
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
      {drawer && (
        <FormDrawer
          title={`申请导出：${drawer.title}`}
          causes="50人以内写明用途即可下载；超过50人由县级负责人审批。每次下载都记入审计，名单上的人可以看到。"
          fields={[...drawer.fields, purpose]}
          initial={{ ...blank(drawer.fields), month: session.today.slice(0, 7) }}
          division={homeDivision(session)}
          button="提交申请"
          send={({ purpose: why, ...filter }) => api.post('/api/sheets/exports', { kind: drawer.kind, filter, purpose: why })}
          onDone={refresh}
          onClose={close}
        />
      )}
    </Page>
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
