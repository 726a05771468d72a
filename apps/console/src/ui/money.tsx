/** Minor units to text; the currency decides how many decimals it has. */
export function moneyText({ amountMinor, currency }: { amountMinor: number; currency: string }): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = amountMinor / 10 ** decimals;
  if (!Number.isInteger(amount)) return format.format(amount);
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  }).format(amount);
}

export function MoneyAmount({ value }: { value: { amountMinor: number; currency: string } | null }) {
  return value === null ? (
    <span className="kw-none">–</span>
  ) : (
    <span className="kw-number" title={value.currency}>
      {moneyText(value)}
    </span>
  );
}
