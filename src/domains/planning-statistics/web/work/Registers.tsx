/** 法制和宣传. */
import { useSession } from '../../../../web/components/session.tsx';
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export function Registers() {
  const year = useSession().today.slice(0, 4);
  return (
    <RegisterShelf
      shelf="/registers"
      zh="法制和宣传"
      lead="文件、决策、标准、执法、稿件、典型、培训，各是一本台账：先登记，再一步一步办，期限到了提醒。"
      beside={(key) => key === 'training' && <a href={`/api/trainings/${year}/export`}>{year}年各人学时（XLSX）</a>}
    />
  );
}
