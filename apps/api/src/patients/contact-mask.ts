/** Enough to recognise a number one knows, too little to use it. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length <= 4 ? '••' : `•••• ${digits.slice(-2)}`;
}

export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '••' : `${email.slice(0, 1)}•••${email.slice(at)}`;
}
