import { createContext, useContext } from 'react';

/** The zone in which every date of a screen is written: the practice's, never the computer's. */
const ZoneContext = createContext('UTC');

export const ZoneProvider = ZoneContext.Provider;
export const useZone = () => useContext(ZoneContext);
