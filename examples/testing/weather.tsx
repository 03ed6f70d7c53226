import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'

/** The temperature that a weather service knows of. */
export function Weather(): ReactNode {
  const [text, setText] = useState('…')
  useEffect(() => {
    fetch('https://api.example.com/weather')
      .then((response) => response.json() as Promise<{ temperature: number }>)
      .then(({ temperature }) => setText(`${temperature} °C`))
      .catch(() => setText('No weather today'))
  }, [])
  return <p role="status">{text}</p>
}
