/** 养老产业和协调. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export const CareIndustry = () => (
  <RegisterShelf
    shelf="/care-industry"
    zh="养老产业和协调"
    lead="协调机制、十件实事、以房以地养老、金融助老、跨市养老、产业名录、适老产品、智慧养老、社会组织孵化。平台只登记、只公开信息，不推销、不撮合。"
  />
);
