import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { CheckResultDto } from '../../connections/dto/connection.dto.js';
import { SETTING_VALUE } from '../../connections/dto/setting-value.js';

export class RotateCredentialsDto {
  /** The secret settings that change, and nothing else: what is not named stays. */
  @ApiProperty({ type: 'object', additionalProperties: SETTING_VALUE })
  @IsObject()
  settings: Record<string, string | number | boolean>;
}

export class RotatedDto {
  /** False: the other side did not take them, and the old ones still stand. */
  rotated: boolean;
  check: CheckResultDto;
}
