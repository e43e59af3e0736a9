import type { ReactNode, SVGProps } from 'react'

type IconProps = SVGProps<SVGSVGElement>

function Icon({ children, ...props }: IconProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="1.125rem"
      height="1.125rem"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...props}
    >
      {children}
    </svg>
  )
}

export const BellLogo = (props: IconProps) => (
  <Icon {...props}>
    <path d="M12 3v2" />
    <path d="M6.5 17c1.2-1.7 1.5-3.3 1.5-6.500a4 4 0 0 1 8 0c0 3.2.3 4.8 1.5 6.5" />
    <path d="M4.5 17h15" />
    <path d="M10.4 20a1.7 1.7 0 0 0 3.2 0" />
    <path d="M3 9a8 8 0 0 1 2-4M21 9a8 8 0 0 0-2-4" />
  </Icon>
)

export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
)

export const EditIcon = () => (
  <Icon>
    <path d="M4 20h4L19 9l-4-4L4 16z" />
    <path d="M13 7l4 4" />
  </Icon>
)

export const DeleteIcon = () => (
  <Icon>
    <path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13" />
  </Icon>
)

export const SunIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v1M12 20v1M3 12h1M20 12h1M5.6 5.600l.7.7M17.7 17.700l.7.7M5.6 18.400l.7-.7M17.7 6.300l.7-.7" />
  </Icon>
)

export const MoonIcon = () => (
  <Icon>
    <path d="M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z" />
  </Icon>
)

export const DirectionIcon = () => (
  <Icon>
    <path d="M4 8h15M16 5l3 3-3 3M20 16H5M8 13l-3 3 3 3" />
  </Icon>
)

export const SignOutIcon = () => (
  <Icon className="points-onward">
    <path d="M14 8V5H5v14h9v-3M10 12h11M18 9l3 3-3 3" />
  </Icon>
)

export const MicrophoneIcon = () => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5 11a7 7 0 0 0 14 0M12 18v3" />
  </Icon>
)

export const MutedIcon = () => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5 11a7 7 0 0 0 14 0M12 18v3M4 4l16 16" />
  </Icon>
)

export const SendIcon = () => (
  <Icon className="points-onward">
    <path d="M4 12h15M13 6l6 6-6 6" />
  </Icon>
)

export const NewsIcon = () => (
  <Icon>
    <path d="M6 16V10a6 6 0 0 1 12 0v6l1.500 2h-15zM10 21h4" />
  </Icon>
)

export const FollowIcon = ({ filled }: { filled: boolean }) => (
  <Icon fill={filled ? 'currentColor' : 'none'}>
    <path d="M6 4h12v16l-6-4-6 4z" />
  </Icon>
)
