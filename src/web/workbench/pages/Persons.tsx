/** 居民: found by name, pinyin, initials or number; with nothing asked, the households of the officer's place are listed. */
import { Link } from '@tanstack/react-router';
import type { PersonView } from '../../../kernel/resident/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, DivisionName, IdNumber, PersonName, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { ageOn } from '../../shared/age.ts';
import { useTextSearch } from '../search.ts';
import { sexNames } from './FindPerson.tsx';
import { Households } from './Households.tsx';
import { SearchBox } from './SearchBox.tsx';

export function Persons() {
  const session = useSession();
  const [{ text = '' }, change] = useTextSearch();
  return (
    <Page title="居民" lead="每次查询都会留下记录，本人能看到谁查过。">
      <div className="filters">
        <SearchBox label="姓名、拼音、首字母或身份证号码" value={text} onChange={(t) => change({ text: t })} />
        {may(session, 'IMPORT residents') && (
          <Link to="/sheets" search={{ kind: 'residents' }}>
            用表格批量登记
          </Link>
        )}
      </div>
      {text === '' ? (
        <>
          <p className="quiet">输入姓名、拼音（li xiulan）、首字母（lxl）或完整的身份证号码；不知道找谁的，在下面按村翻看。</p>
          <Households />
        </>
      ) : (
        <div className="sheet">
          <Found text={text} />
        </div>
      )}
      {may(session, 'POST /api/cases') && (
        <p className="quiet">
          没有档案的家人不用先登记：<Link to="/apply">代办申请</Link>受理后自动登入人口家庭库。
        </p>
      )}
    </Page>
  );
}

function Found({ text }: { text: string }) {
  const { today } = useSession();
  const list = useKeyset<PersonView>('/api/persons', /^\d{17}[\dXx]$/.test(text) ? { idNumber: text.toUpperCase() } : { text });
  return (
    <KeysetTable
      caption="查到的居民"
      list={list}
      rowKey={(p) => p.id}
      empty="没有找到。请核对写法；辖区以外的人查不到。"
      columns={[
        { key: 'name', title: '姓名', kind: 'main', render: (p) => <PersonName id={p.id} name={p.name} /> },
        { key: 'sex', title: '性别、年龄', render: (p) => `${sexNames[p.sex]}，${ageOn(p.birthDate, today)}岁` },
        { key: 'birth', title: '出生', deskOnly: true, render: (p) => <Day on={p.birthDate} /> },
        { key: 'id', title: '证件号码', render: (p) => <IdNumber value={p.idNumber} /> },
        { key: 'division', title: '常住地', render: (p) => <DivisionName name={p.divisionName} /> },
        {
          key: 'life',
          title: '状态',
          render: (p) => (p.lifeState === 'alive' ? '在世' : <Tag>{p.lifeState === 'dead' ? '已去世' : '疑似死亡'}</Tag>),
        },
      ]}
    />
  );
}
